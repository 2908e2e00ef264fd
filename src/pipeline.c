/* pipeline: how does a plan become a document? Read this file from pipeline_render down and you have read the
 * product: every stage builds a tree that the next one only reads, problems are collected in one list, and
 * all memory is one arena that dies at the end. */
#include "pipeline.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "content/bind.h"
#include "content/contrast.h"
#include "input/check.h"
#include "input/data.h"
#include "input/edition.h"
#include "input/schema_json.h"
#include "input/template.h"
#include "input/ydoc.h"
#include "input/template_schema.h"
#include "layout/hyphen.h"
#include "layout/paginate.h"

struct run {
    const struct job *job;
    struct timespec begun; /* for progress only: no output depends on the clock */
    struct arena *arena;
    struct diags diags;
    enum exit_status status; /* EXIT_SYSTEM once a file failed */
    const struct data *plan;
    struct file_text plan_text;
    const struct template *tmpl;
    const char *template_path;
    struct fonts *fonts; /* NULL until open_fonts */
};

static void run_begin(struct run *run, const struct job *job) {
    *run = (struct run){.job = job, .arena = arena_new()};
    clock_gettime(CLOCK_MONOTONIC, &run->begun);
    run->diags = diags_init(run->arena);
    run->diags.strict = job->strict;
}

/* Says what a long run is about to do, to a person who waits at a terminal. */
static void progress(const struct run *run, const char *italian, const char *english) {
    struct timespec now;
    if (run->job->quiet || !isatty(STDERR_FILENO) || clock_gettime(CLOCK_MONOTONIC, &now) ||
        now.tv_sec - run->begun.tv_sec < 1 + (now.tv_nsec < run->begun.tv_nsec)) {
        return;
    }
    fprintf(stderr, "piao: %s...\n", run->job->language == DIAG_ITALIAN ? italian : english);
}

/* Prints what was found wrong; the status follows from it. */
static enum exit_status run_end(struct run *run) {
    struct buf text = BUF_INIT;
    diags_write(&text, &run->diags, run->job->language, run->job->form);
    if (text.size) {
        fwrite(text.data, 1, text.size, stderr);
    }
    buf_free(&text);
    enum exit_status status = run->status != EXIT_DONE          ? run->status
                              : diags_failed(&run->diags) ? EXIT_INPUT
                                                                : EXIT_DONE;
    fonts_close(run->fonts);
    arena_free(run->arena);
    return status;
}

static void file_failed(struct run *run, const char *path, enum diag_code code, int error) {
    diag_at(&run->diags, (struct place){.file = path}, code, strerror(error));
    run->status = EXIT_SYSTEM;
}

/* stages */

static bool read_plan(struct run *run) {
    const struct job *job = run->job;
    int error = file_read(run->arena, job->plan, DATA_MAX_BYTES, &run->plan_text);
    if (error) {
        file_failed(run, job->plan, MSG_CANNOT_READ, error);
        return false;
    }
    run->plan = data_read(run->arena, &run->diags, job->plan, run->plan_text.data,
                          run->plan_text.size);
    if (run->plan) {
        check_plan(run->arena, &run->diags, run->plan);
    }
    return run->plan != NULL;
}

static const char *const *template_names(struct arena *arena, const char *folder, size_t *count);

/* A built-in template by its name, or a file by its path. */
static const char *find_template(struct run *run) {
    const char *name = run->job->template;
    size_t length = strlen(name);
    bool path = strchr(name, '/') || (length > 5 && !strcmp(name + length - 5, ".yaml"));
    if (path) {
        return name;
    }
    const char *folder = path_join(run->arena, run->job->home, "templates");
    size_t count;
    const char *const *names = template_names(run->arena, folder, &count);
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(names[i], name)) {
            return path_join(run->arena, folder, arena_format(run->arena, "%s.yaml", name));
        }
    }
    diag_hint(&run->diags, (struct place){0}, MSG_UNKNOWN_TEMPLATE,
              text_nearest(name, names, count), name);
    run->status = EXIT_USAGE;
    return NULL;
}

static void print(struct run *run, const struct buf *text) {
    if (fwrite(text->data, 1, text->size, stdout) != text->size || fflush(stdout)) {
        file_failed(run, "-", MSG_CANNOT_WRITE, errno);
    }
}

static bool dump(struct run *run, enum dump_stage stage, const void *tree) {
    if (run->job->dump != stage) {
        return false;
    }
    struct buf text = BUF_INIT;
    switch (stage) {
    case DUMP_DATA:
        data_dump(&text, tree);
        break;
    case DUMP_TEMPLATE:
        template_dump(&text, tree);
        break;
    case DUMP_CONTENT:
        content_dump(&text, tree);
        break;
    case DUMP_LAYOUT:
        pages_dump(&text, tree);
        break;
    case DUMP_YDOC:
        ydoc_dump(&text, tree);
        break;
    case DUMP_TAGS:
    case DUMP_NONE:
        break;
    }
    print(run, &text);
    buf_free(&text);
    return true;
}

/* The template as YAML, before it means anything. */
static bool dump_ydoc(struct run *run) {
    if (run->job->dump != DUMP_YDOC || !run->template_path) {
        return false;
    }
    struct file_text text;
    int error = file_read(run->arena, run->template_path, TEMPLATE_MAX_BYTES, &text);
    if (error) {
        file_failed(run, run->template_path, MSG_CANNOT_READ, error);
        return true;
    }
    struct diags unsaid = diags_init(run->arena); /* template_read has said it */
    const struct ynode *root =
        ydoc_read(run->arena, &unsaid, run->template_path, text.data, text.size);
    return root && dump(run, DUMP_YDOC, root);
}

static bool read_template(struct run *run) {
    const struct job *job = run->job;
    run->template_path = find_template(run);
    if (!run->template_path) {
        return false;
    }
    if (access(run->template_path, R_OK)) {
        file_failed(run, run->template_path, MSG_CANNOT_READ, errno);
        return false;
    }
    struct template_source source = {.home = path_join(run->arena, job->home, "templates"),
                                     .allowed = job->allowed};
    run->tmpl = template_read(run->arena, &run->diags, &source, run->template_path);
    return run->tmpl != NULL;
}

/* Opens the fonts and looks for the families that the template names. */
static bool open_fonts(struct run *run) {
    run->fonts = fonts_open(run->arena, &run->diags, path_join(run->arena, run->job->home, "fonts"));
    if (!run->fonts) {
        run->status = EXIT_SYSTEM;
        return false;
    }
    size_t count;
    const char *const *names = fonts_families(run->fonts, &count);
    for (const struct font_family *named = run->tmpl->families; named; named = named->next) {
        size_t found = 0;
        while (found < count && strcmp(names[found], named->family) != 0) {
            found++;
        }
        if (found == count) {
            diag_hint(&run->diags, named->place, MSG_UNKNOWN_FAMILY,
                      text_nearest(named->family, names, count), named->family);
        }
    }
    return true;
}

/* --set key=value over the template's own defaults. */
static const struct data *parameters(struct run *run) {
    size_t count = 0;
    for (const struct parameter *p = run->tmpl->parameters; p; p = p->next) {
        count++;
    }
    const struct parameter **set_by = arena_array(run->arena, count, sizeof *set_by);
    const char **keys = arena_array(run->arena, count, sizeof *keys);
    const struct data **values = arena_array(run->arena, count, sizeof *values);
    size_t i = 0;
    for (const struct parameter *p = run->tmpl->parameters; p; p = p->next, i++) {
        set_by[i] = p;
        keys[i] = p->name;
        values[i] = p->value;
    }
    for (const char *const *set = run->job->sets; set && *set; set++) {
        const char *equals = strchr(*set, '=');
        const char *key = arena_slice(run->arena, *set, (size_t)(equals - *set));
        size_t found = 0;
        while (found < count && strcmp(keys[found], key) != 0) {
            found++;
        }
        if (found == count) {
            diag_hint(&run->diags, (struct place){0}, MSG_UNKNOWN_PARAMETER,
                      text_nearest(key, keys, count), key);
            run->status = EXIT_USAGE;
            continue;
        }
        values[found] = parameter_read(run->arena, set_by[found], equals + 1);
        if (!values[found]) {
            bool truth = set_by[found]->value->type == DATA_BOOL;
            diag_at(&run->diags, (struct place){0},
                    truth ? MSG_BAD_PARAMETER_BOOL : MSG_BAD_PARAMETER_NUMBER, key, equals + 1);
            run->status = EXIT_USAGE;
        }
    }
    return data_new_object(run->arena, keys, values, count);
}

static const struct document *marry(struct run *run) {
    struct bind_options options = {
        .parameters = parameters(run),
        .internal = run->job->internal,
        .allowed = run->job->allowed,
        .plan_folder = path_folder(run->arena, run->job->plan),
        .template_folder = path_folder(run->arena, run->template_path),
    };
    if (run->status != EXIT_DONE) {
        return NULL;
    }
    if (!run->job->internal) {
        run->plan = edition_public(run->arena, run->plan);
    }
    const struct document *document =
        bind(run->arena, &run->diags, run->tmpl, run->plan, &options);
    if (document) {
        contrast_check(run->arena, &run->diags, document);
    }
    return document;
}

/* Seconds of SOURCE_DATE_EPOCH; -1 when it is not set, or is no such number (reported). */
static int64_t source_date(struct run *run) {
    const char *text = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds = -1;
    struct decimal number;
    if (text_empty(text)) {
        return -1;
    }
    if (strspn(text, "0123456789") == strlen(text) && decimal_parse(text, strlen(text), &number) &&
        decimal_to_int64(number, &seconds) && seconds < 253402300800) { /* the year 10000 */
        return seconds;
    }
    diag_at(&run->diags, (struct place){0}, MSG_BAD_EPOCH, text);
    run->status = EXIT_USAGE;
    return -1;
}

/* The document's date, never the clock's: --date, SOURCE_DATE_EPOCH, the approving act, the first day of
 * the plan's year. Seconds since 1970. */
static int64_t document_time(struct run *run) {
    struct date date;
    if (run->job->date && date_parse(run->job->date, &date)) {
        return date_days(date) * 86400;
    }
    int64_t epoch = source_date(run);
    if (epoch >= 0) {
        return epoch;
    }
    const struct data *document = data_member(run->plan, "documento");
    const char *act = data_text(data_member(data_member(document, "atto"), "data"));
    if (act && date_parse(act, &date)) {
        return date_days(date) * 86400;
    }
    int64_t year = 1970;
    const struct data *number = data_member(document, "esercizio");
    if (number && number->type == DATA_NUMBER) {
        decimal_to_int64(number->as.number, &year);
    }
    date = (struct date){(int)year, 1, 1};
    return date_valid(date) ? date_days(date) * 86400 : 0;
}

/* The plan as it was given; for the public, what anyone may know of it. */
static struct file_text attached_plan(struct run *run, const struct document *document) {
    if (run->job->internal) {
        return run->plan_text;
    }
    struct buf json = BUF_INIT;
    data_json(&json, edition_attached(run->arena, run->plan, document->withheld,
                                      document->withheld_count));
    struct file_text text = {arena_slice(run->arena, json.data, json.size), json.size};
    buf_free(&json);
    return text;
}

static void write_file(struct run *run, const struct document *document, const struct pages *pages,
                       struct fonts *fonts) {
    const struct job *job = run->job;
    struct pdf_options options = {.timestamp = document_time(run),
                                  .archive = job->archive,
                                  .untagged = job->untagged,
                                  .unchecked = job->unchecked,
                                  .producer = "piao " PIAO_VERSION};
    if (job->archive == PDF_ARCHIVE_3A) {
        struct file_text plan = attached_plan(run, document);
        options.attachment_name = "piano.json";
        options.attachment = plan.data;
        options.attachment_size = plan.size;
        options.attachment_description = "Dati del piano in formato aperto (JSON)";
    }
    struct document draft = *document;
    if (job->draft) {
        options.watermark = "BOZZA";
        draft.title = arena_format(run->arena, "%s (bozza)", document->title);
        document = &draft;
    }
    struct buf tags = BUF_INIT;
    if (job->dump == DUMP_TAGS) {
        options.tags_dump = &tags;
        if (pdf_write(run->arena, &run->diags, document, pages, fonts, &options, NULL)) {
            print(run, &tags);
        }
        buf_free(&tags);
        return;
    }
    progress(run, "scrittura del PDF", "writing the PDF");
    struct file_out *out;
    int error = file_create(job->output, &out);
    if (error) {
        file_failed(run, job->output, MSG_CANNOT_WRITE, error);
        return;
    }
    if (!pdf_write(run->arena, &run->diags, document, pages, fonts, &options, out) ||
        diags_failed(&run->diags)) {
        file_discard(out);
        return;
    }
    error = file_commit(out);
    if (error) {
        file_failed(run, job->output, MSG_CANNOT_WRITE, error);
    }
}

/* From the married document to the file. */
static void lay_out(struct run *run, const struct document *document) {
    struct fonts *fonts = run->fonts;
    struct hyphens *hyphens =
        text_starts(document->language, "it")
            ? hyphens_open(path_join(run->arena, run->job->home, "fonts/hyphenation/hyph_it_IT.dic"))
            : NULL;
    progress(run, "impaginazione", "laying out");
    const struct pages *pages =
        paginate(run->arena, &run->diags, fonts_metrics(fonts), hyphens, document);
    if (pages && !pages->count) {
        diag_at(&run->diags, (struct place){.file = run->template_path}, MSG_EMPTY_DOCUMENT, "");
    }
    if (pages && !dump(run, DUMP_LAYOUT, pages) && !diags_failed(&run->diags)) {
        write_file(run, document, pages, fonts);
    }
    hyphens_close(hyphens);
}

enum exit_status pipeline_render(const struct job *job) {
    struct run run;
    run_begin(&run, job);
    bool plan = read_plan(&run);
    bool tmpl = read_template(&run);
    if (plan && dump(&run, DUMP_DATA, run.plan)) {
        return run_end(&run);
    }
    if (dump_ydoc(&run) || (tmpl && dump(&run, DUMP_TEMPLATE, run.tmpl))) {
        return run_end(&run);
    }
    if (!job->date && source_date(&run) < 0 && run.status != EXIT_DONE) {
        return run_end(&run);
    }
    if (tmpl && open_fonts(&run) && plan && !diags_failed(&run.diags)) {
        const struct document *document = marry(&run);
        if (document && !dump(&run, DUMP_CONTENT, document) && !diags_failed(&run.diags)) {
            lay_out(&run, document);
        }
    }
    return run_end(&run);
}

enum exit_status pipeline_check(const struct job *job) {
    struct run run;
    run_begin(&run, job);
    bool plan = job->plan && read_plan(&run);
    check_coverage(run.arena, &run.diags, run.plan);
    bool tmpl = job->template && read_template(&run);
    if (tmpl && open_fonts(&run) && plan && !run.diags.errors) {
        marry(&run);
    }
    return run_end(&run);
}

/* templates */

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the files in FOLDER that are templates by themselves (base.yaml and parts are not). */
static const char *const *template_names(struct arena *arena, const char *folder, size_t *count) {
    const char **names = NULL;
    size_t cap = 0;
    *count = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        size_t length = strlen(entry->d_name);
        if (length <= 5 || strcmp(entry->d_name + length - 5, ".yaml") != 0 ||
            !strcmp(entry->d_name, "base.yaml")) {
            continue;
        }
        names = arena_grow(arena, names, *count, &cap, sizeof *names);
        names[(*count)++] = arena_slice(arena, entry->d_name, length - 5);
    }
    if (dir) {
        closedir(dir);
    }
    if (*count) {
        qsort(names, *count, sizeof *names, by_name);
    }
    return names;
}

enum exit_status pipeline_templates(const struct job *job) {
    struct run run;
    run_begin(&run, job);
    const char *folder = path_join(run.arena, job->home, "templates");
    struct template_source source = {.home = folder, .allowed = job->allowed};
    size_t count;
    const char *const *names = template_names(run.arena, folder, &count);
    for (size_t i = 0; i < count; i++) {
        const char *path = path_join(run.arena, folder, arena_format(run.arena, "%s.yaml", names[i]));
        const struct template *tmpl = template_read(run.arena, &run.diags, &source, path);
        if (tmpl) {
            printf("%-22s %s\n", names[i], tmpl->description ? tmpl->description : "");
        }
    }
    if (fflush(stdout)) {
        file_failed(&run, "-", MSG_CANNOT_WRITE, errno);
    }
    return run_end(&run);
}

enum exit_status pipeline_schema(const struct job *job, bool templates) {
    struct run run;
    run_begin(&run, job);
    struct buf text = BUF_INIT;
    if (templates) {
        template_schema_write(&text);
    } else {
        schema_json_write(&text);
    }
    if (fwrite(text.data, 1, text.size, stdout) != text.size || fflush(stdout)) {
        file_failed(&run, "-", MSG_CANNOT_WRITE, errno);
    }
    buf_free(&text);
    return run_end(&run);
}

/* home */

static bool is_home(struct arena *arena, const char *folder) {
    return access(path_join(arena, folder, "templates/base.yaml"), R_OK) == 0 &&
           access(path_join(arena, folder, "fonts"), R_OK) == 0;
}

const char *pipeline_home(struct arena *arena) {
    const char *home = getenv("PIAO_HOME");
    if (!text_empty(home)) {
        return is_home(arena, home) ? arena_text(arena, home) : NULL;
    }
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length > 0) {
        self[length] = '\0';
        const char *folder = path_folder(arena, self);
        if (is_home(arena, folder)) {
            return folder;
        }
        const char *share = path_join(arena, path_folder(arena, folder), "share/piao");
        if (is_home(arena, share)) {
            return share;
        }
    }
    return NULL;
}
