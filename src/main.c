/* main: which command, with which options? One table says what both are, and help is printed from
 * it. Everything else is pipeline's. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/utf8.h"
#include "pipeline.h"

enum { SETS_MAX = 64, FOLDERS_MAX = 16 };

struct options {
    struct job job;
    const char *command;
    bool help;
    const char *sets[SETS_MAX + 1], *allowed[FOLDERS_MAX + 1];
    size_t set_count, allowed_count;
};

static bool italian = true;

/* A sentence in both languages. */
struct words {
    const char *it, *en;
};

static const char *say(struct words words) {
    return italian ? words.it : words.en;
}

#define SAY(IT, EN) say((struct words){IT, EN})

/* "piao: SENTENCE WHAT", then what helps: NEAREST, or MORE, or where to read on. */
static enum exit_status usage_error(struct words sentence, const char *what, const char *nearest,
                                    const char *more) {
    fprintf(stderr, "piao: %s %s\n", say(sentence), what);
    if (nearest != NULL) {
        fprintf(stderr, "  %s \"%s\"\n", SAY("forse", "maybe"), nearest);
    } else {
        fprintf(stderr, "  %s\n", more != NULL ? more : SAY("vedi: piao help", "see: piao help"));
    }
    return EXIT_USAGE;
}

/* ---- commands and options ---- */

enum { RENDER = 1, CHECK = 2, TEMPLATES = 4, SCHEMA = 8, ALL = 15 };

static const struct command {
    const char *name;
    unsigned bit;
    struct words arguments, meaning;
} commands[] = {
    {"render",
     RENDER,
     {"PIANO --template T --output F.pdf", "PLAN --template T --output F.pdf"},
     {"il documento", "the document"}},
    {"check",
     CHECK,
     {"[PIANO] [--template T]", "[PLAN] [--template T]"},
     {"tutto ciò che non va in un piano e in un modello",
      "everything wrong with a plan and a template"}},
    {"templates", TEMPLATES, {"", ""}, {"i modelli disponibili", "the built-in templates"}},
    {"schema",
     SCHEMA,
     {"plan|template", "plan|template"},
     {"lo schema JSON dei piani, o dei modelli, per gli editor",
      "the JSON Schema of plans, or of templates, for editors"}},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

enum option_id {
    OPTION_TEMPLATE,
    OPTION_OUTPUT,
    OPTION_EDITION,
    OPTION_SET,
    OPTION_DRAFT,
    OPTION_DATE,
    OPTION_PDFA,
    OPTION_SELF_CHECK,
    OPTION_NO_SELF_CHECK,
    OPTION_ALLOW_DIR,
    OPTION_STRICT,
    OPTION_DIAGNOSTICS,
    OPTION_LANG,
    OPTION_DUMP,
    OPTION_QUIET,
    OPTION_UNTAGGED,
    OPTION_COUNT
};

enum { CHOICES_MAX = 7 };

static const struct option {
    const char *name, *brief;
    unsigned commands;                /* that heed it */
    struct words value;               /* what it takes; NULL: nothing */
    const char *choices[CHOICES_MAX]; /* the words that it takes, the usual one first; none: any */
    struct words meaning;             /* NULL: not in the help */
} options_known[OPTION_COUNT] = {
    [OPTION_TEMPLATE] = {"--template",
                         "-t",
                         RENDER | CHECK,
                         {"T", "T"},
                         {NULL},
                         {"il modello: un nome (piao templates) o un percorso",
                          "the template: a name (piao templates) or a path"}},
    [OPTION_OUTPUT] = {"--output",
                       "-o",
                       RENDER,
                       {"F.pdf", "F.pdf"},
                       {NULL},
                       {"dove scrivere; - è l'uscita standard",
                        "where to write; - is standard output"}},
    [OPTION_EDITION] = {"--edition",
                        NULL,
                        RENDER | CHECK,
                        {"public|internal", "public|internal"},
                        {"public", "internal"},
                        {"internal: per uso interno, con i dati personali (altrimenti public)",
                         "internal: for use inside, with personal data (else public)"}},
    [OPTION_SET] = {"--set",
                    NULL,
                    RENDER | CHECK,
                    {"chiave=valore", "key=value"},
                    {NULL},
                    {"un parametro del modello", "a parameter of the template"}},
    [OPTION_DRAFT] = {"--draft",
                      NULL,
                      RENDER,
                      {NULL, NULL},
                      {NULL},
                      {"una bozza: la parola BOZZA su ogni pagina",
                       "a draft: the word BOZZA across every page"}},
    [OPTION_DATE] = {"--date",
                     NULL,
                     RENDER,
                     {"AAAA-MM-GG", "YYYY-MM-DD"},
                     {NULL},
                     {"la data del documento (altrimenti SOURCE_DATE_EPOCH o quella del piano)",
                      "the document's date (else SOURCE_DATE_EPOCH or the plan's)"}},
    [OPTION_PDFA] = {"--pdfa",
                     NULL,
                     RENDER,
                     {"2a|3a", "2a|3a"},
                     {"2a", "3a"},
                     {"3a allega i dati del piano", "3a embeds the plan's data"}},
    [OPTION_SELF_CHECK] = {"--self-check", NULL, RENDER, {NULL, NULL}, {NULL}, {NULL, NULL}},
    [OPTION_NO_SELF_CHECK] = {"--no-self-check",
                              NULL,
                              RENDER,
                              {NULL, NULL},
                              {NULL},
                              {"non controlla il documento finito prima di scriverlo",
                               "does not check the finished document before it is written"}},
    [OPTION_ALLOW_DIR] = {"--allow-dir",
                          NULL,
                          RENDER | CHECK,
                          {"CARTELLA", "FOLDER"},
                          {NULL},
                          {"da cui si possono leggere altri file",
                           "further folder that files may be read from"}},
    [OPTION_STRICT] = {"--strict",
                       NULL,
                       RENDER | CHECK,
                       {NULL, NULL},
                       {NULL},
                       {"gli avvisi valgono come errori", "warnings count as errors"}},
    [OPTION_DIAGNOSTICS] = {"--diagnostics",
                            NULL,
                            ALL,
                            {"text|json", "text|json"},
                            {"text", "json"},
                            {"json: i problemi come righe JSON", "json: problems as JSON lines"}},
    [OPTION_LANG] = {"--lang",
                     NULL,
                     ALL,
                     {"it|en", "it|en"},
                     {"it", "en"},
                     {"la lingua dei messaggi", "language of the messages"}},
    [OPTION_DUMP] = {"--dump",
                     NULL,
                     RENDER,
                     {"FASE", "STAGE"},
                     {"data", "ydoc", "template", "content", "layout", "tags"},
                     {"stampa data, ydoc, template, content, layout o tags",
                      "prints data, ydoc, template, content, layout or tags"}},
    [OPTION_QUIET] =
        {"--quiet", "-q", RENDER, {NULL, NULL}, {NULL}, {"nessun avanzamento", "no progress"}},
    [OPTION_UNTAGGED] = {"--untagged",
                         NULL,
                         RENDER,
                         {NULL, NULL},
                         {NULL},
                         {NULL, NULL}}, /* measures the cost of tags */
};

/* The command of this name, or NULL. */
static const struct command *command_find(const char *name) {
    for (int i = 0; i < COMMANDS; i++) {
        if (!strcmp(commands[i].name, name)) {
            return &commands[i];
        }
    }
    return NULL;
}

static enum exit_status unknown_command(const char *name) {
    const char *names[COMMANDS + 1];
    for (int i = 0; i < COMMANDS; i++) {
        names[i] = commands[i].name;
    }
    names[COMMANDS] = "help";
    return usage_error((struct words){"comando sconosciuto", "unknown command"}, name,
                       text_nearest(name, names, COMMANDS + 1), NULL);
}

static enum exit_status unknown_option(const char *name) {
    const char *names[OPTION_COUNT + 1];
    size_t count = 0;
    for (int id = 0; id < OPTION_COUNT; id++) {
        if (options_known[id].meaning.it != NULL) {
            names[count++] = options_known[id].name;
        }
    }
    names[count++] = "--version";
    return usage_error((struct words){"opzione sconosciuta", "unknown option"}, name,
                       text_nearest(name, names, count), NULL);
}

/* ---- help ---- */

/* LEFT, filled up to COLUMN, and RIGHT on a line. */
static void help_line(FILE *file, int column, const char *left, const char *right) {
    int width = (int)utf8_count(left, strlen(left));
    fprintf(file, "  %s%*s%s\n", left, width < column ? column - width : 2, "", right);
}

/* What the command of BIT heeds; each option on a line. */
static void help_options(FILE *file, unsigned bits) {
    for (int id = 0; id < OPTION_COUNT; id++) {
        const struct option *option = &options_known[id];
        char left[80];
        if (!(option->commands & bits) || option->meaning.it == NULL) {
            continue;
        }
        snprintf(left, sizeof left, "%s%s%s%s%s", option->name, option->brief ? ", " : "",
                 option->brief ? option->brief : "", option->value.it ? " " : "",
                 option->value.it ? say(option->value) : "");
        help_line(file, 29, left, say(option->meaning));
    }
}

static void help_command(FILE *file, const struct command *command, int column) {
    char left[80];
    snprintf(left, sizeof left, "piao %-9s %s", command->name, say(command->arguments));
    help_line(file, column, left, say(command->meaning));
}

/* Of COMMAND, or of all when it is NULL. */
static void help(FILE *file, const struct command *command) {
    if (command != NULL) {
        help_command(file, command, 0);
    } else {
        fputs(SAY("piao: i documenti della performance, dal piano in JSON al PDF accessibile\n\n",
                  "piao: performance documents, from the plan in JSON to accessible PDF\n\n"),
              file);
        for (int i = 0; i < COMMANDS; i++) {
            help_command(file, &commands[i], 50);
        }
        help_line(
            file, 50,
            SAY("piao help [COMANDO] · piao --version", "piao help [COMMAND] · piao --version"),
            SAY("questo aiuto, o quello di un comando", "this help, or that of a command"));
    }
    fputs("\n", file);
    help_options(file, command != NULL ? command->bit : ALL);
    fputs(SAY("\n  PIANO può essere -, l'ingresso standard\n"
              "  stato di uscita: 0 fatto, 1 dati o modello errati, 2 uso errato, 3 sistema (file, "
              "disco, "
              "memoria)\n",
              "\n  PLAN may be -, standard input\n"
              "  exit status: 0 done, 1 the input is wrong, 2 wrong usage, 3 the system failed "
              "(file, disk, "
              "memory)\n"),
          file);
}

/* What standard output has taken, or not. */
static enum exit_status said(void) {
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs(SAY("piao: scrittura non riuscita\n", "piao: cannot write\n"), stderr);
        return EXIT_SYSTEM;
    }
    return EXIT_DONE;
}

/* ---- options ---- */

/* The position of VALUE among the choices of OPTION, -1 when it is none. */
static int choice_of(const struct option *option, const char *value) {
    for (int i = 0; i < CHOICES_MAX && option->choices[i]; i++) {
        if (!strcmp(value, option->choices[i])) {
            return i;
        }
    }
    return -1;
}

static enum exit_status bad_value(const struct option *option, const char *value) {
    struct buf what = BUF_INIT, allowed = BUF_INIT;
    buf_format(&what, "%s: \"%s\"", option->name, value);
    buf_format(&allowed, "%s ", SAY("ammesso:", "allowed:"));
    for (int i = 0; i < CHOICES_MAX && option->choices[i]; i++) {
        buf_format(&allowed, "%s%s", i > 0 ? ", " : "", option->choices[i]);
    }
    if (option->choices[0] == NULL) {
        buf_text(&allowed, say(option->value));
    }
    if (option == &options_known[OPTION_DATE]) {
        buf_text(&allowed, SAY(", un giorno che esiste", ", a day that exists"));
    }
    enum exit_status status = usage_error((struct words){"valore non valido per", "bad value for"},
                                          buf_string(&what), NULL, buf_string(&allowed));
    buf_free(&what);
    buf_free(&allowed);
    return status;
}

static enum exit_status too_many(const struct option *option, int most) {
    char text[80];
    snprintf(text, sizeof text, "%s %d", SAY("al massimo:", "at most:"), most);
    return usage_error((struct words){"troppe volte l'opzione", "too many times option"},
                       option->name, NULL, text);
}

static enum exit_status set_option(struct options *options, enum option_id id, const char *value) {
    const struct option *option = &options_known[id];
    struct job *job = &options->job;
    struct date date;
    int choice = option->choices[0] ? choice_of(option, value) : 0;
    if (choice < 0 || (id == OPTION_SET && (!strchr(value, '=') || *value == '=')) ||
        (id == OPTION_DATE && !date_parse(value, &date))) {
        return bad_value(option, value);
    }
    switch (id) {
    case OPTION_TEMPLATE:
        job->template = value;
        break;
    case OPTION_OUTPUT:
        job->output = value;
        break;
    case OPTION_EDITION:
        job->internal = choice == 1;
        break;
    case OPTION_SET:
        if (options->set_count == SETS_MAX) {
            return too_many(option, SETS_MAX);
        }
        options->sets[options->set_count++] = value;
        break;
    case OPTION_DATE:
        job->date = value;
        break;
    case OPTION_PDFA:
        job->archive = choice == 1 ? PDF_ARCHIVE_3A : PDF_ARCHIVE_2A;
        break;
    case OPTION_ALLOW_DIR:
        if (options->allowed_count == FOLDERS_MAX) {
            return too_many(option, FOLDERS_MAX);
        }
        options->allowed[options->allowed_count++] = value;
        break;
    case OPTION_DIAGNOSTICS:
        job->form = choice == 1 ? DIAG_JSON : DIAG_TEXT;
        break;
    case OPTION_LANG:
        italian = choice == 0;
        break;
    case OPTION_DUMP:
        job->dump = (enum dump_stage)(choice + 1);
        break;
    case OPTION_DRAFT:
        job->draft = true;
        break;
    case OPTION_SELF_CHECK:
        job->unchecked = false;
        break;
    case OPTION_NO_SELF_CHECK:
        job->unchecked = true;
        break;
    case OPTION_STRICT:
        job->strict = true;
        break;
    case OPTION_QUIET:
        job->quiet = true;
        break;
    case OPTION_UNTAGGED:
        job->untagged = true;
        break;
    case OPTION_COUNT:
        break;
    }
    return EXIT_DONE;
}

/* Reads one option at ARGV[*AT]; EXIT_DONE when it was understood. */
static enum exit_status read_option(struct options *options, char **argv, int argc, int *at) {
    const char *arg = argv[*at];
    const char *equals = arg[1] == '-' ? strchr(arg, '=') : NULL;
    size_t length = equals ? (size_t)(equals - arg) : strlen(arg);
    for (int id = 0; id < OPTION_COUNT; id++) {
        const struct option *option = &options_known[id];
        bool full = strlen(option->name) == length && !strncmp(arg, option->name, length);
        bool brief = option->brief && !strcmp(arg, option->brief);
        if (!full && !brief) {
            continue;
        }
        const char *value = NULL;
        if (option->value.it != NULL) {
            value = equals ? equals + 1 : *at + 1 < argc ? argv[++*at] : NULL;
            if (!value) {
                return usage_error(
                    (struct words){"manca il valore dell'opzione", "no value for option"},
                    option->name, NULL, NULL);
            }
        } else if (equals) {
            return usage_error(
                (struct words){"non ha valori l'opzione", "no value is taken by option"},
                option->name, NULL, NULL);
        }
        return set_option(options, (enum option_id)id, value);
    }
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1),
             arg);
    return unknown_option(equals ? name : arg);
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

/* --lang counts for what is wrong before it too. */
static void read_language(struct options *options, char **argv, int argc) {
    for (int i = 1; i < argc; i++) {
        const char *value = text_starts(argv[i], "--lang=")              ? argv[i] + 7
                            : !strcmp(argv[i], "--lang") && i + 1 < argc ? argv[i + 1]
                                                                         : NULL;
        if (value && choice_of(&options_known[OPTION_LANG], value) >= 0) {
            set_option(options, OPTION_LANG, value);
        }
    }
}

/* A command without what it cannot do without. */
static enum exit_status wanting(struct words sentence, struct words what) {
    return usage_error(sentence, say(what), NULL, NULL);
}

static enum exit_status run_schema(const struct job *job) {
    bool plan = job->plan && !strcmp(job->plan, "plan");
    bool template = job->plan && !strcmp(job->plan, "template");
    return plan || template ? pipeline_schema(job, template)
                            : wanting((struct words){"schema vuole", "schema needs"},
                                      (struct words){"plan | template", "plan | template"});
}

static enum exit_status run(struct options *options, const struct command *command) {
    struct job *job = &options->job;
    job->language = italian ? DIAG_ITALIAN : DIAG_ENGLISH;
    job->sets = options->sets;
    job->allowed = options->allowed;
    if (command->bit == SCHEMA) {
        return run_schema(job);
    }
    if (command->bit == RENDER &&
        (!job->plan || !job->template || (!job->output && job->dump == DUMP_NONE))) {
        return wanting((struct words){"render vuole", "render needs"},
                       (struct words){"PIANO, --template, --output", "PLAN, --template, --output"});
    }
    if (command->bit == CHECK && !job->plan && !job->template) {
        return wanting((struct words){"check vuole", "check needs"},
                       (struct words){"PIANO, --template", "PLAN, --template"});
    }
    struct arena *arena = arena_new();
    enum exit_status status = EXIT_SYSTEM;
    job->home = pipeline_home(arena);
    if (!job->home) {
        fputs(SAY("piao: modelli e caratteri non trovati (PIAO_HOME?)\n",
                  "piao: templates and fonts not found (PIAO_HOME?)\n"),
              stderr);
    } else if (command->bit == RENDER) {
        status = pipeline_render(job);
    } else if (command->bit == CHECK) {
        status = pipeline_check(job);
    } else {
        status = pipeline_templates(job);
    }
    arena_free(arena);
    return status;
}

/* `help`, `help COMMAND`, `COMMAND --help`. */
static enum exit_status run_help(const char *topic) {
    const struct command *command = topic ? command_find(topic) : NULL;
    if (topic && !command && strcmp(topic, "help") != 0) {
        return unknown_command(topic);
    }
    help(stdout, command);
    return said();
}

int main(int argc, char **argv) {
    struct options options = {0};
    italian = locale_is_italian();
    read_language(&options, argv, argc);
    signal(SIGINT, interrupted);
    signal(SIGTERM, interrupted);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a write error like any other */
    signal(SIGXFSZ, SIG_IGN); /* and so is a file size limit */
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (!strcmp(arg, "--version")) {
            puts("piao " PIAO_VERSION);
            return (int)said();
        }
        if (!strcmp(arg, "--help") || !strcmp(arg, "-h")) {
            options.help = true;
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
            return (int)usage_error(
                (struct words){"un argomento di troppo:", "one argument too many:"}, arg, NULL,
                NULL);
        }
    }
    if (options.help) {
        return (int)run_help(options.command);
    }
    if (!options.command) {
        help(stderr, NULL);
        return EXIT_USAGE;
    }
    if (!strcmp(options.command, "help")) {
        return (int)run_help(options.job.plan);
    }
    const struct command *command = command_find(options.command);
    return (int)(command ? run(&options, command) : unknown_command(options.command));
}
