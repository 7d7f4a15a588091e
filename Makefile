# Everything here needs Python 3.11 or newer, with pip and venv, and git and make.
# Another Python: make demo PYTHON=python3.13

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
# Colab's Python where there is one, else ours. Its packages lie apart, in $(VENV)-colab.
COLAB_PYTHON ?= $(shell python3.13 -c '' 2>/dev/null && echo python3.13 || echo $(PYTHON))
PIP = $(BIN)/python -m pip install -qq --disable-pip-version-check

# Two cores are shared by two test processes; one BLAS thread each is quicker.
export OPENBLAS_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint pytest nbval torch lab notebooks site test-site test-pages test-colab mistakes bench

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

demo: $(VENV)/.grade ## Grade the sample class in examples/submitted with nbgrader, into demo/
	$(BIN)/python examples/demo.py

test: lint pytest nbval torch mistakes ## Run everything that CI runs

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

pytest: $(VENV)/.test
	$(BIN)/pytest -n 2 --dist loadfile

nbval: $(VENV)/.test
	$(BIN)/pytest --nbval-lax --nbval-current-env --nbval-cell-timeout 60 -n 2 --dist loadfile source

torch: $(VENV)/.torch
	$(BIN)/pytest -m torch

lab: $(VENV)/.lab ## Open JupyterLab on your own copy of the lessons, in my_notebooks/
	@for lesson in notebooks/en/*/*.ipynb; do \
	    mine=my_notebooks/$${lesson#notebooks/en/}; \
	    [ -e "$$mine" ] || { mkdir -p "$${mine%/*}" && cp "$$lesson" "$$mine"; }; \
	done
	$(BIN)/jupyter lab --notebook-dir my_notebooks

mistakes: $(VENV)/.grade ## Prove the checks: run the banks of mistakes through both rings
	$(BIN)/autograder prove
	$(BIN)/autograder prove --bank tests/second_bank.py
	$(BIN)/autograder prove --bank tests/third_bank.py
	$(BIN)/autograder prove --bank tests/fourth_bank.py
	$(BIN)/autograder prove --bank tests/fifth_bank_04_05.py
	$(BIN)/autograder prove --bank tests/fifth_bank_01_03.py
	$(BIN)/autograder prove --bank tests/fifth_bank_678.py
	$(BIN)/autograder prove --bank tests/sixth_bank_01_03.py
	$(BIN)/autograder prove --bank tests/sixth_bank_04_05.py
	$(BIN)/autograder prove --bank tests/sixth_bank_678.py
	$(BIN)/autograder prove --bank tests/seventh_bank.py
	$(BIN)/autograder prove --bank tests/eighth_bank_01_05.py
	$(BIN)/autograder prove --bank tests/eighth_bank_678.py

bench: $(VENV)/.grade ## Time grading against stock nbgrader, and the checks
	$(BIN)/python benchmarks/grading.py
	$(BIN)/python benchmarks/check.py --wall

notebooks: $(VENV)/.grade ## Build notebooks/ and the sample class from source/
	$(BIN)/autograder build
	$(BIN)/python examples/make_class.py

site: $(VENV)/.site ## Build the lessons as a static site that runs them in the page, into build/site
	$(BIN)/python site/build_site.py

test-site: $(VENV)/.test site ## Open the site in Chromium and run every lesson there
	$(BIN)/pytest -m site tests/test_site.py tests/test_touch_*.py tests/test_wheels.py

test-pages: $(VENV)/.test ## Open what shows students' texts in Chromium: nothing of theirs may run
	$(BIN)/pytest -m pages tests/test_pages.py tests/desk/test_frame.py

test-colab: $(VENV)/.test $(VENV)-colab/.done ## Run every lesson on Colab's published packages
	COLAB_VENV=$(VENV)-colab $(BIN)/pytest -m colab tests/test_colab.py

$(VENV)-colab/.done: tests/colab_requirements.txt
	@$(COLAB_PYTHON) -c 'import sys; v = "%d.%d" % sys.version_info[:2]; \
	    print("Colab has Python 3.13; its packages are tested here on", v)'
	$(COLAB_PYTHON) -m venv $(VENV)-colab
	$(VENV)-colab/bin/python -m pip install -qq --disable-pip-version-check -r $<
	@touch $@

# A stamp for each set of packages that pyproject.toml names: made once, then skipped.

$(VENV)/.lab $(VENV)/.grade $(VENV)/.test $(VENV)/.torch $(VENV)/.site: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	    "Python 3.11 or newer is needed, this is %d.%d. Name one: make PYTHON=python3.12 ..." \
	    % sys.version_info[:2])'
	@echo "Setting up $(VENV) for $(@F:.%=%): one to three minutes, once."
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable '.[$(@F:.%=%)]'
	@touch $@
