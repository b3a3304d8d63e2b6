# Kommandona för verksamhetsplanen. ”make” ensamt visar dem.

YEAR ?=
PYTHON ?= python3
RUN := .venv/bin/python -m generator

.PHONY: help plan plans new compare redline feedback apply html pdf invitations check template-check fix watch test lint bench rules

help: ## visa den här hjälpen
	@echo "Skriv ett av dessa kommandon:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (\(([^)]*)\) )?(.*)/\1 \3|\4/' | awk -F'|' '{ printf "  make %-22s %s\n", $$1, $$2 }'

plan: .venv/plan.stamp ## (YEAR=2017) kontrollera planen och gör Word-dokumentet i build/
	@$(if $(YEAR),$(RUN) plan $(YEAR),echo "Skriv året också: make plan YEAR=2017"; exit 2)

new: .venv/plan.stamp ## (YEAR=2018) börja på ett nytt år: gör plans/2018.yaml av planen för året före
	@$(if $(YEAR),$(RUN) new $(YEAR),echo "Skriv året också: make new YEAR=2018"; exit 2)

plans: .venv/plan.stamp ## gör Word-dokumentet för alla år
	@$(RUN) plans

compare: .venv/plan.stamp ## (YEAR=2018) visa vad som ändrats sedan förra året; AGAINST=2016, en fil eller HEAD~3 väljer något annat
	@$(if $(YEAR),$(RUN) compare $(YEAR) $(if $(AGAINST),--against "$(AGAINST)") $(if $(JSON),--json),echo "Skriv året också: make compare YEAR=2018"; exit 2)

redline: .venv/plan.stamp ## (YEAR=2018) Word-dokument med ändringarna sedan förra året spårade; AGAINST= väljer något annat, PDF=1 ger sidor också
	@$(if $(YEAR),$(RUN) redline $(YEAR) $(if $(AGAINST),--against "$(AGAINST)") $(if $(PDF),--pdf),echo "Skriv året också: make redline YEAR=2018"; exit 2)

feedback: .venv/plan.stamp ## (FILE=svar.docx) visa granskarnas kommentarer och ändringar, med rad i planen
	@$(if $(FILE),$(RUN) feedback $(FILE) $(if $(JSON),--json) $(if $(PLAN),--plan "$(PLAN)"),echo "Skriv filen också: make feedback FILE=svar.docx"; exit 2)

apply: .venv/plan.stamp ## (FILE=svar.docx) för in granskarnas ändringar i planen, en i taget; ALLA=1, AV=Namn eller NR=1,3-5 väljer, KOMMENTARER=1 tar med dem
	@$(if $(FILE),$(RUN) apply $(FILE) $(if $(filter-out 0 nej,$(ALLA)),--all) $(if $(AV),--author "$(AV)") $(if $(NR),--numbers "$(NR)") $(if $(filter-out 0 nej,$(KOMMENTARER)),--comments) $(if $(filter-out 0 nej,$(JA)),--ja) $(if $(PLAN),--plan "$(PLAN)"),echo "Skriv filen också: make apply FILE=svar.docx"; exit 2)

html: .venv/plan.stamp ## (YEAR=2017) kontrollera planen och gör en webbsida i build/
	@$(if $(YEAR),$(RUN) html $(YEAR),echo "Skriv året också: make html YEAR=2017"; exit 2)

pdf: .venv/pdf.stamp ## (YEAR=2017) gör Word-dokumentet och PDF-filen att publicera; FIX=1 rättar sidnummer; kräver LibreOffice
	@$(if $(YEAR),$(RUN) pdf $(YEAR) $(if $(FIX),--fix) $(if $(JA),--ja),echo "Skriv året också: make pdf YEAR=2017"; exit 2)

invitations: .venv/invitations.stamp ## (YEAR=2017) gör kalenderfiler med årets dagar att skicka till deltagarna
	@$(if $(YEAR),$(RUN) invitations $(YEAR),echo "Skriv året också: make invitations YEAR=2017"; exit 2)

check: .venv/plan.stamp ## (YEAR=2017) kontrollera planen utan att göra något dokument
	@$(if $(YEAR),$(RUN) check $(YEAR),echo "Skriv året också: make check YEAR=2017"; exit 2)

template-check: .venv/plan.stamp ## kontrollera Word-mallen (eller en annan: FIL=mall.docx)
	@$(RUN) template-check $(FIL)

watch: .venv/plan.stamp ## kontrollera alla planer nu och varje gång en sparas (Ctrl + C avslutar)
	@$(RUN) watch

fix: .venv/plan.stamp ## (YEAR=2017) rätta det som har en trolig rättning; visar ändringarna och frågar först
	@$(if $(YEAR),$(RUN) fix $(YEAR) $(if $(JA),--ja),echo "Skriv året också: make fix YEAR=2017"; exit 2)

rules: .venv/plan.stamp ## visa alla regler som planen kontrolleras mot
	@$(RUN) rules

test: .venv/test.stamp ## kör verktygets egna tester
	@.venv/bin/python -m pytest

lint: .venv/test.stamp ## granska verktygets kod
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

bench: .venv/test.stamp ## mät verktygets fart, som kvoter
	@PYTHONPATH=. .venv/bin/python tests/bench.py

.venv/plan.stamp: requirements/plan.txt
	@echo "Gör i ordning verktyget. Det görs bara första gången."
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python saknar en del som heter venv. På Debian och Ubuntu: sudo apt install python3-venv"; exit 1; }
	@.venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { rm -rf .venv; echo "Verktyget behöver Python 3.11 eller nyare."; exit 1; }
	@.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/plan.txt || { echo "Verktygets delar kunde inte hämtas. Kontrollera nätverket och försök igen."; exit 1; }
	@git config diff.docx.textconv ".venv/bin/python -m generator.ooxml.show" 2>/dev/null || true
	@touch $@

.venv/pdf.stamp: requirements/pdf.txt .venv/plan.stamp
	@echo "Hämtar det som PDF-filen behöver. Det görs bara första gången."
	@.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/pdf.txt || { echo "Verktygets delar kunde inte hämtas. Kontrollera nätverket och försök igen."; exit 1; }
	@touch $@

.venv/invitations.stamp: requirements/invitations.txt .venv/plan.stamp
	@echo "Hämtar det som kalenderfilerna behöver. Det görs bara första gången."
	@.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/invitations.txt || { echo "Verktygets delar kunde inte hämtas. Kontrollera nätverket och försök igen."; exit 1; }
	@touch $@

.venv/test.stamp: requirements/test.txt .venv/pdf.stamp .venv/invitations.stamp
	@.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@
