@echo off
rem Dubbelklicka har pa Windows. Allt som behovs star i starta.py.
chcp 65001 >nul
cd /d "%~dp0"
where py >nul 2>nul && (py -3 starta.py %* & goto klar)
where python >nul 2>nul && (python starta.py %* & goto klar)
echo Verktyget behover Python 3.11 eller nyare.
echo Hamta det fran python.org, installera det och forsok igen.
:klar
pause
