#!/bin/sh
# Dubbelklicka här på Mac. Allt som behövs står i starta.py.
cd "$(dirname "$0")" || exit 1
if command -v python3 >/dev/null 2>&1; then
  exec python3 starta.py "$@"
fi
echo "Verktyget behöver Python 3.11 eller nyare."
echo "Hämta det från python.org, installera det och försök igen."
exit 1
