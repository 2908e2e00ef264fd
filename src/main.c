/* main: which command, with which options? Everything else is pipeline's. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "pipeline.h"

struct options {
    struct job job;
    const char *command;
    const char *sets[64], *allowed[16];
    size_t set_count, allowed_count;
};

static bool italian = true;

/* A sentence in the operator's language. */
static const char *say(const char *it, const char *en) {
    return italian ? it : en;
}

/* "piao: " IT or EN, then WHAT. */
static enum exit_status usage_error(const char *it, const char *en, const char *what) {
    fprintf(stderr, "piao: %s %s\n  %s\n", say(it, en), what,
            say("vedi: piao help", "see: piao help"));
    return EXIT_USAGE;
}

static const char help_it[] =
    "piao: i documenti della performance, dal piano in JSON al PDF accessibile\n"
    "\n"
    "  piao render  PIANO --template T --output F.pdf    il documento\n"
    "  piao check   [PIANO] [--template T]               tutto ciò che non va in un piano e in un modello\n"
    "  piao templates                                    i modelli disponibili\n"
    "  piao help [COMANDO] · piao --version\n"
    "\n"
    "  T è il nome di un modello (piao templates) o un percorso; PIANO e F possono essere -\n"
    "  --set chiave=valore    un parametro del modello\n"
    "  --date AAAA-MM-GG      la data del documento (altrimenti SOURCE_DATE_EPOCH o quella del piano)\n"
    "  --pdfa 2a|3a           3a allega i dati del piano\n"
    "  --allow-dir CARTELLA   da cui si possono leggere altri file\n"
    "  --strict               gli avvisi valgono come errori\n"
    "  --diagnostics json     i problemi come righe JSON\n"
    "  --lang it|en           la lingua dei messaggi\n"
    "  --dump FASE            stampa data, template, content o layout\n"
    "  --quiet                nessun avanzamento\n"
    "\n"
    "  stato di uscita: 0 fatto, 1 dati o modello errati, 2 uso errato, 3 sistema (file, disco, memoria)\n";

static const char help_en[] =
    "piao: performance documents, from the plan in JSON to accessible PDF\n"
    "\n"
    "  piao render  PLAN --template T --output F.pdf     the document\n"
    "  piao check   [PLAN] [--template T]                everything wrong with a plan and a template\n"
    "  piao templates                                    the built-in templates\n"
    "  piao help [COMMAND] · piao --version\n"
    "\n"
    "  T is the name of a template (piao templates) or a path; PLAN and F may be -\n"
    "  --set key=value        a parameter of the template\n"
    "  --date YYYY-MM-DD      the document's date (else SOURCE_DATE_EPOCH or the plan's)\n"
    "  --pdfa 2a|3a           3a embeds the plan's data\n"
    "  --allow-dir FOLDER     further folder that files may be read from\n"
    "  --strict               warnings count as errors\n"
    "  --diagnostics json     problems as JSON lines\n"
    "  --lang it|en           language of the messages\n"
    "  --dump STAGE           prints data, template, content or layout\n"
    "  --quiet                no progress\n"
    "\n"
    "  exit status: 0 done, 1 the input is wrong, 2 wrong usage, 3 the system failed (file, disk, memory)\n";

enum option_id {
    OPTION_TEMPLATE,
    OPTION_OUTPUT,
    OPTION_SET,
    OPTION_DATE,
    OPTION_PDFA,
    OPTION_ALLOW_DIR,
    OPTION_DIAGNOSTICS,
    OPTION_LANG,
    OPTION_DUMP,
    OPTION_STRICT,
    OPTION_QUIET,
    OPTION_UNTAGGED,
    OPTION_COUNT
};

static const struct {
    const char *name, *brief;
    bool value;
} option_table[OPTION_COUNT] = {
    [OPTION_TEMPLATE] = {"--template", "-t", true}, [OPTION_OUTPUT] = {"--output", "-o", true},
    [OPTION_SET] = {"--set", NULL, true},           [OPTION_DATE] = {"--date", NULL, true},
    [OPTION_PDFA] = {"--pdfa", NULL, true},         [OPTION_ALLOW_DIR] = {"--allow-dir", NULL, true},
    [OPTION_DIAGNOSTICS] = {"--diagnostics", NULL, true}, [OPTION_LANG] = {"--lang", NULL, true},
    [OPTION_DUMP] = {"--dump", NULL, true},         [OPTION_STRICT] = {"--strict", NULL, false},
    [OPTION_QUIET] = {"--quiet", "-q", false},
    [OPTION_UNTAGGED] = {"--untagged", NULL, false}, /* measures the cost of tags; undocumented */
};

/* The position of VALUE among the NULL-ended WORDS, -1 when it is none. */
static int word_index(const char *value, const char *const *words) {
    for (int i = 0; words[i]; i++) {
        if (!strcmp(value, words[i])) {
            return i;
        }
    }
    return -1;
}

static bool set_option(struct options *options, enum option_id id, const char *value) {
    struct job *job = &options->job;
    int word;
    struct date date;
    switch (id) {
    case OPTION_TEMPLATE:
        job->template = value;
        return true;
    case OPTION_OUTPUT:
        job->output = value;
        return true;
    case OPTION_SET:
        if (!strchr(value, '=') || options->set_count + 1 >= 64) {
            return false;
        }
        options->sets[options->set_count++] = value;
        return true;
    case OPTION_DATE:
        job->date = value;
        return date_parse(value, &date);
    case OPTION_PDFA:
        word = word_index(value, (const char *const[]){"2a", "3a", NULL});
        job->archive = word == 1 ? PDF_ARCHIVE_3A : PDF_ARCHIVE_2A;
        return word >= 0;
    case OPTION_ALLOW_DIR:
        if (options->allowed_count + 1 >= 16) {
            return false;
        }
        options->allowed[options->allowed_count++] = value;
        return true;
    case OPTION_DIAGNOSTICS:
        word = word_index(value, (const char *const[]){"text", "json", NULL});
        job->form = word == 1 ? DIAG_JSON : DIAG_TEXT;
        return word >= 0;
    case OPTION_LANG:
        word = word_index(value, (const char *const[]){"it", "en", NULL});
        italian = word != 1;
        return word >= 0;
    case OPTION_DUMP:
        word = word_index(value, (const char *const[]){"data", "template", "content", "layout", NULL});
        job->dump = (enum dump_stage)(word + 1);
        return word >= 0;
    case OPTION_STRICT:
        job->strict = true;
        return true;
    case OPTION_QUIET:
        job->quiet = true;
        return true;
    case OPTION_UNTAGGED:
        job->untagged = true;
        return true;
    case OPTION_COUNT:
        break;
    }
    return false;
}

/* Reads one option at ARGV[*AT]; EXIT_DONE when it was understood. */
static enum exit_status read_option(struct options *options, char **argv, int argc, int *at) {
    const char *arg = argv[*at];
    const char *equals = arg[1] == '-' ? strchr(arg, '=') : NULL;
    size_t length = equals ? (size_t)(equals - arg) : strlen(arg);
    for (int id = 0; id < OPTION_COUNT; id++) {
        bool full = strlen(option_table[id].name) == length &&
                    !strncmp(arg, option_table[id].name, length);
        bool brief = option_table[id].brief && !strcmp(arg, option_table[id].brief);
        if (!full && !brief) {
            continue;
        }
        const char *value = NULL;
        if (option_table[id].value) {
            value = equals ? equals + 1 : *at + 1 < argc ? argv[++*at] : NULL;
            if (!value) {
                return usage_error("manca il valore dell'opzione", "no value for option",
                                   option_table[id].name);
            }
        } else if (equals) {
            return usage_error("non ha valori l'opzione", "no value is taken by option", option_table[id].name);
        }
        if (!set_option(options, (enum option_id)id, value)) {
            return usage_error("valore non valido per", "bad value for",
                               option_table[id].name);
        }
        return EXIT_DONE;
    }
    return usage_error("opzione sconosciuta", "unknown option", arg);
}

static void interrupted(int signal_number) {
    file_discard_all();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* LC_ALL, LC_MESSAGES, LANG: English only when they say another language than Italian. */
static bool locale_is_italian(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (!text_empty(value)) {
            return text_starts(value, "it") || !strcmp(value, "C") || text_starts(value, "C.") ||
                   !strcmp(value, "POSIX");
        }
    }
    return true;
}

static enum exit_status run(struct options *options) {
    struct job *job = &options->job;
    job->language = italian ? DIAG_ITALIAN : DIAG_ENGLISH;
    job->sets = options->sets;
    job->allowed = options->allowed;
    struct arena *arena = arena_new();
    enum exit_status status;
    job->home = pipeline_home(arena);
    if (!job->home) {
        fputs(say("piao: modelli e caratteri non trovati (PIAO_HOME?)\n",
                  "piao: templates and fonts not found (PIAO_HOME?)\n"),
              stderr);
        status = EXIT_SYSTEM;
    } else if (!strcmp(options->command, "render")) {
        if (!job->plan || !job->template || (!job->output && job->dump == DUMP_NONE)) {
            status = usage_error("render vuole", "render needs",
                                 say("PIANO, --template, --output", "PLAN, --template, --output"));
        } else {
            status = pipeline_render(job);
        }
    } else if (!strcmp(options->command, "check")) {
        if (!job->plan && !job->template) {
            status = usage_error("check vuole", "check needs",
                                 say("PIANO, --template", "PLAN, --template"));
        } else {
            status = pipeline_check(job);
        }
    } else {
        status = pipeline_templates(job);
    }
    arena_free(arena);
    return status;
}

int main(int argc, char **argv) {
    struct options options = {0};
    italian = locale_is_italian();
    signal(SIGINT, interrupted);
    signal(SIGTERM, interrupted);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a write error like any other */
    signal(SIGXFSZ, SIG_IGN); /* and so is a file size limit */
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (!strcmp(arg, "--version")) {
            puts("piao " PIAO_VERSION);
            return EXIT_DONE;
        }
        if (!strcmp(arg, "--help") || !strcmp(arg, "-h")) {
            options.command = "help";
        } else if (arg[0] == '-' && arg[1]) {
            enum exit_status status = read_option(&options, argv, argc, &i);
            if (status != EXIT_DONE) {
                return (int)status;
            }
        } else if (!options.command) {
            options.command = arg;
        } else if (!options.job.plan) {
            options.job.plan = arg;
        } else {
            return (int)usage_error("un argomento di troppo:", "one argument too many:",
                                    arg);
        }
    }
    if (!options.command) {
        fputs(say(help_it, help_en), stderr);
        return EXIT_USAGE;
    }
    if (!strcmp(options.command, "help")) {
        fputs(say(help_it, help_en), stdout);
        return EXIT_DONE;
    }
    static const char *const commands[] = {"render", "check", "templates", NULL};
    if (word_index(options.command, commands) < 0) {
        return (int)usage_error("comando sconosciuto", "unknown command",
                                options.command);
    }
    return (int)run(&options);
}
