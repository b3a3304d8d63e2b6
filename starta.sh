#!/bin/sh
# Öppnar arbetsbordet. Allt som behövs står i starta.py.
cd "$(dirname "$0")" || exit 1
# En annan Pythons mappar skulle gå före den här Pythons egna.
unset PYTHONPATH PYTHONHOME
for python in python3 python; do
  command -v "$python" >/dev/null 2>&1 && exec "$python" starta.py "$@"
done
echo "Verktyget behöver Python 3.11 eller nyare."
echo "På Debian och Ubuntu: sudo apt install python3 python3-venv"
exit 1
