@echo off
rem Dubbelklicka har pa Windows. Allt som behovs star i starta.py.
setlocal
rem En annan Pythons mappar skulle ga fore den har Pythons egna.
set "PYTHONPATH="
set "PYTHONHOME="
for /f "tokens=2 delims=:" %%s in ('chcp') do set sida=%%s
chcp 65001 >nul
pushd "%~dp0"
set kod=1
if exist starta.py goto hel
echo Packa upp hela mappen ur zip-filen forst.
echo Dubbelklicka sedan pa starta.cmd i den uppackade mappen.
goto klar
:hel
rem Att namnet finns racker inte: Windows har ett "python" som bara visar vagen till en butik.
py -3 -c "" >nul 2>nul
if not errorlevel 1 goto py
python -c "" >nul 2>nul
if not errorlevel 1 goto python
echo Verktyget behover Python 3.11 eller nyare.
echo Hamta det fran python.org, installera det och forsok igen.
goto klar
:py
py -3 starta.py %*
set kod=%errorlevel%
goto klar
:python
python starta.py %*
set kod=%errorlevel%
:klar
popd
rem Efter en dubbelklickning star inget efter namnet, och fonstret skulle stangas.
if "%~1"=="" pause
chcp %sida% >nul
exit /b %kod%
