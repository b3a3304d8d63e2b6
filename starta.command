#!/bin/sh
# Dubbelklicka här på Mac. Allt som behövs står i starta.py.
cd "$(dirname "$0")" 2>/dev/null
# Mac frågar första gången om Terminal får läsa i Hämtade filer, Dokument och Skrivbord.
if ! head -c 1 starta.py >/dev/null 2>&1; then
  echo "Filen starta.py går inte att läsa."
  echo "Tillåt Terminal i Systeminställningar, Integritet och säkerhet, Filer och mappar, eller flytta verktyget till din hemmapp."
  exit 1
fi
python=$(command -v python3)
# Apples egen är tom, och frågar efter något annat, tills utvecklarverktygen finns.
if [ "$python" = /usr/bin/python3 ] && command -v xcode-select >/dev/null && ! xcode-select -p >/dev/null 2>&1; then
  python=""
fi
# En annan Pythons mappar skulle gå före den här Pythons egna.
unset PYTHONPATH PYTHONHOME
if [ -n "$python" ]; then
  exec "$python" starta.py "$@"
fi
echo "Verktyget behöver Python 3.11 eller nyare."
echo "Hämta det från python.org, installera det och försök igen."
exit 1
