# Kommandona för verksamhetsplanen. ”make” ensamt visar dem.

PYTHON ?= python3
RUN := .venv/bin/python -m generator
# What is typed after make is handed over in the environment, as it is: neither make nor the shell reads it.
TYPED := YEAR FROM MALL FILE FIL PLAN AGAINST AV NR UNDANTAG OPPET VAD ALLA KOMMENTARER JA FIX PDF JSON PYTHON VERSION
$(foreach name,$(TYPED),$(eval override $(name) := $$(value $(name))))
export $(TYPED)
override GOALS := $(value MAKECMDGOALS)
export GOALS
# Another Python's folders would come before those of the tool's own.
unexport PYTHONPATH PYTHONHOME

# A Python that is gone from the computer took what was fetched with it.
$(shell test -x .venv/bin/python || rm -f .venv/*.stamp)

COMMANDS := start plan plans new begin confirm compare redline feedback apply reply html pdf invitations check template-check fix watch rules schema git-diff
.PHONY: help $(COMMANDS) test test-long test-breaks lint bench locks pins release

help: ## visa den här hjälpen
	@echo "Skriv ett av dessa kommandon:"
	@exec 3>&1; columns=$${COLUMNS:-$$( { [ -t 3 ] && stty size <&3 | cut -d ' ' -f 2; } 2>/dev/null )}; \
	grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (\(([^)]*)\) )?(.*)/\1 \3|\4/' | awk -F'|' -v columns="$$columns" "$$FITTED"

# A command and what it does, on as many lines as the terminal needs.
define FITTED
{
  width = columns > 0 ? columns : 1000
  line = sprintf("  make %-23s", $$1)
  hang = length(line) + 1
  if (width - hang < 20) { sub(/ +$$/, "", line); print line; line = "     "; hang = 6 }
  count = split($$2, words, " ")
  for (i = 1; i <= count; i++) {
    if (i > 1 && length(line) + 1 + length(words[i]) > width) {
      print line
      line = sprintf("%" (hang - 1) "s", "")
    }
    line = line " " words[i]
  }
  print line
}
endef
export FITTED

start: .venv/start.stamp ## öppna arbetsbordet i webbläsaren: skriv, rätta, bekräfta och se sidan
plan: .venv/plan.stamp ## (YEAR=2017) kontrollera planen och gör Word-dokumentet i build/; MALL= väljer en annan mall
new: .venv/plan.stamp ## (YEAR=2018) börja på ett nytt år: gör plans/2018.yaml av planen för året före; FROM=2016 väljer en annan
begin: .venv/plan.stamp ## (YEAR=2018) börja utan plan: gör en liten plan, med kommentarer, att bygga vidare på
confirm: .venv/plan.stamp ## (YEAR=2018) bekräfta det som utkastet frågar om, ett slag i taget; VAD=dagar, belopp, texter, kommentarer eller en grupp väljer
plans: .venv/plan.stamp ## gör Word-dokumentet för alla år
compare: .venv/plan.stamp ## (YEAR=2018) visa vad som ändrats sedan förra året; AGAINST=2016, en fil eller HEAD~3 väljer något annat
redline: .venv/plan.stamp ## (YEAR=2018) Word-dokument med ändringarna sedan förra året spårade; AGAINST= väljer något annat, PDF=1 ger sidor också
feedback: .venv/plan.stamp ## (FILE=svar.docx) visa granskarnas kommentarer och ändringar, med rad i planen
apply: .venv/plan.stamp ## (FILE=svar.docx) för in granskarnas ändringar i planen, en i taget; ALLA=1, AV=Namn eller NR=1,3-5 väljer, KOMMENTARER=1 tar med dem
reply: .venv/plan.stamp ## (FILE=svar.docx) svara granskarna i deras egna filer, och gör en tabell över synpunkterna till protokollet
html: .venv/plan.stamp ## (YEAR=2017) kontrollera planen och gör en webbsida i build/
pdf: .venv/pdf.stamp ## (YEAR=2017) gör Word-dokumentet och PDF-filen att publicera; FIX=1 rättar sidnummer; kräver LibreOffice
invitations: .venv/invitations.stamp ## (YEAR=2017) gör kalenderfiler med årets dagar att skicka till deltagarna
check: .venv/plan.stamp ## (YEAR=2017) kontrollera planen utan att göra något dokument
template-check: .venv/plan.stamp ## kontrollera Word-mallen (eller en annan: FIL=mall.docx)
watch: .venv/plan.stamp ## kontrollera alla planer nu och varje gång en sparas (Ctrl + C avslutar)
fix: .venv/plan.stamp ## (YEAR=2017) rätta det som har en trolig rättning; visar ändringarna och frågar först
rules: .venv/plan.stamp ## visa alla regler som planen kontrolleras mot
schema: .venv/plan.stamp ## skriv schemat som redigerare hjälper till efter
git-diff: .venv/plan.stamp ## låt git visa ändringar i Word-filer som text, i den här mappen

$(COMMANDS):
	@$(RUN) make $@

# Any other word: the program says which was meant.
OTHER = '$(subst ','"'"',$@)'
.DEFAULT:
	@if test -x .venv/bin/python; then $(RUN) make $(OTHER); \
	else printf '%s är inget kommando, eller saknas i mappen. Skriv make ensamt, så visas kommandona.\n' $(OTHER); exit 2; fi

test: .venv/test.stamp ## kör verktygets egna tester
	@.venv/bin/python -m pytest -n auto --dist worksteal

test-long: .venv/test.stamp ## kör dem med många fler exempel, nya för varje gång (flera timmar)
	@LONG=1 SEED=$${SEED:-$$(.venv/bin/python -c 'import secrets; print(secrets.randbelow(10**9))')} .venv/bin/python -m pytest -n auto --dist worksteal

test-breaks: .venv/test.stamp ## se att testerna märker fel: gör ett fel i taget i en kopia, och kör det test som ska säga till
	@.venv/bin/python tests/breaks.py

lint: .venv/test.stamp ## granska verktygets kod
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

bench: .venv/test.stamp ## mät verktygets fart, som kvoter; PEERS=1 jämför med andra mallmotorer, som hämtas med npm
	@PYTHONPATH=. .venv/bin/python tests/$(if $(PEERS),peers,bench).py

# The test list first, which has all that the others have: these are held to it, so that the five agree.
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
locks: .venv/test.stamp ## skriv de låsta listorna ur requirements/*.in; RENEW=1 tar de nyaste versionerna
	@$(LOCK) $(if $(RENEW),--upgrade) requirements/test.in -o requirements/test.txt
	@for name in plan pdf invitations start; do \
	  $(LOCK) --upgrade --constraint requirements/test.txt requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

pins: .venv/test.stamp ## se att varje låst bibliotek finns för varje dator som verktyget är tänkt för
	@.venv/bin/python tests/pins.py

release: .venv/test.stamp ## (VERSION=1.1.0) pröva allt, och märk sedan versionen i git
	@.venv/bin/python tests/release.py

.venv/plan.stamp: requirements/plan.txt
	@"$$PYTHON" starta.py --bara plan

.venv/pdf.stamp: requirements/pdf.txt .venv/plan.stamp
	@"$$PYTHON" starta.py --bara pdf

.venv/invitations.stamp: requirements/invitations.txt .venv/plan.stamp
	@"$$PYTHON" starta.py --bara invitations

.venv/start.stamp: requirements/start.txt .venv/plan.stamp
	@"$$PYTHON" starta.py --bara start

.venv/test.stamp: requirements/test.txt .venv/pdf.stamp .venv/invitations.stamp .venv/start.stamp
	@"$$PYTHON" starta.py --bara test
