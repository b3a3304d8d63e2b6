#!/bin/sh
# Dubbelklicka här på Mac. Allt som behövs står i starta.py.
cd "$(dirname "$0")" || exit 1
python=$(command -v python3)
# Apples egen är tom, och frågar efter något annat, tills utvecklarverktygen finns.
if [ "$python" = /usr/bin/python3 ] && command -v xcode-select >/dev/null && ! xcode-select -p >/dev/null 2>&1; then
  python=""
fi
if [ -n "$python" ]; then
  exec "$python" starta.py "$@"
fi
echo "Verktyget behöver Python 3.11 eller nyare."
echo "Hämta det från python.org, installera det och försök igen."
exit 1
