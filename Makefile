# piao: build, test, demo. `make help` lists the targets.

VARIANT ?= release
CC      ?= cc
B       := build/$(VARIANT)
VERSION := 0.1.0

PKGS     := libcjson yaml-0.1 harfbuzz harfbuzz-subset md4c
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
            -Wformat=2 -Wundef -Wpointer-arith -Wimplicit-fallthrough -Wvla -Wcast-qual -Wswitch-enum
CPPFLAGS += -Isrc -D_POSIX_C_SOURCE=200809L -DPIAO_VERSION='"$(VERSION)"' $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
CFLAGS   ?=
LDLIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null || echo -lcjson -lyaml -lharfbuzz-subset -lharfbuzz -lmd4c) \
            -lhpdf -lhyphen -ldeflate -lm

FLAGS_release := -O2 -g
FLAGS_debug   := -O0 -g3
FLAGS_san     := -O1 -g3 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
ALL_CFLAGS    := -std=c11 $(WARN) -Werror $(FLAGS_$(VARIANT)) -MMD -MP $(CFLAGS)

SRC   := $(sort $(wildcard src/*.c src/*/*.c))
OBJ   := $(SRC:src/%.c=$(B)/obj/%.o)
LIB   := $(B)/libpiao.a
TESTS := $(sort $(wildcard tests/unit/test_*.c))
TBIN  := $(TESTS:tests/unit/%.c=$(B)/tests/%)

# One short line for each command; V=1 shows them whole.
Q    := $(if $(V),,@)
JOBS ?= $(shell nproc 2>/dev/null || echo 1)

.PHONY: all help setup demo test check unit cases layers bench format clean install fuzz

all: piao

help:
	@echo 'make            the program, ./piao'
	@echo 'make demo       installs what is missing, builds, renders every sample to out/'
	@echo 'make test       the same, and runs every test (T=pattern runs those that match)'
	@echo 'make check      every test, without setup and demo'
	@echo 'make layers     proves that dependencies point one way'
	@echo 'make bench      time, memory, size, pages'
	@echo 'make fuzz       each fuzz target for FUZZ_SECONDS (20)'
	@echo 'make install    to PREFIX (/usr/local)'
	@echo 'VARIANT=release|debug|san'

piao: $(B)/piao
	@cp -f $< $@

$(B)/piao: $(B)/obj/main.o $(LIB)
	@echo 'LINK  $@'
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIB): $(filter-out $(B)/obj/main.o,$(OBJ))
	@rm -f $@
	@ar rcs $@ $^

$(B)/obj/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	@echo 'CC    $@'
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(B)/tests/%: tests/unit/%.c $(LIB)
	@mkdir -p $(@D)
	@echo 'CC    $@'
	$(Q)$(CC) $(CPPFLAGS) -Itests/unit $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LDLIBS) -lcmocka

-include $(OBJ:.o=.d) $(TBIN:=.d)

setup:
	@.ci/setup

demo: setup
	@$(MAKE) --no-print-directory -j$(JOBS) piao
	@tests/demo

test: demo
	@$(MAKE) --no-print-directory check

# The unit tests run with the sanitizers, the cases on the program as it is shipped.
check: layers
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=san unit
	@$(MAKE) --no-print-directory -j$(JOBS) piao
	@$(MAKE) --no-print-directory cases

unit: $(TBIN)
	@tests/run-unit $(B)/tests $(T)

cases: piao
	@tests/run-cases $(T)
	@$(if $(T),,tests/docs-examples)

layers:
	@tests/layers

bench: piao
	@tests/bench

fuzz:
	@tests/fuzz/run $(FUZZ_SECONDS)

format:
	clang-format -i $(SRC) $(wildcard src/*.h src/*/*.h tests/unit/*.[ch] tests/fuzz/*.c)

PREFIX ?= /usr/local
install: piao
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/piao
	install -m 755 piao $(DESTDIR)$(PREFIX)/bin/piao
	cp -R templates fonts $(DESTDIR)$(PREFIX)/share/piao/

clean:
	rm -rf build out piao
