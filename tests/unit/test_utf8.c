/* Is every code point read and written, and everything else refused at the right byte? */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

static bool scalar(uint32_t codepoint) {
    return codepoint <= 0x10FFFF && !(codepoint >= 0xD800 && codepoint <= 0xDFFF);
}

static void every_code_point_there_and_back(void **state) {
    (void)state;
    for (uint32_t codepoint = 0; codepoint <= 0x10FFFF; codepoint++) {
        char bytes[4];
        size_t length, size = utf8_encode(codepoint, bytes);
        uint32_t expected = scalar(codepoint) ? codepoint : 0xFFFD;
        size_t expected_size = expected < 0x80      ? 1
                               : expected < 0x800   ? 2
                               : expected < 0x10000 ? 3
                                                    : 4;
        if (size != expected_size || utf8_decode(bytes, size, &length) != expected ||
            length != size) {
            fail_msg("U+%04X", (unsigned)codepoint);
        }
        for (size_t cut = 1; cut < size; cut++) { /* cut short */
            if (utf8_decode(bytes, cut, &length) != UTF8_BAD || length != 1) {
                fail_msg("U+%04X cut to %zu", (unsigned)codepoint, cut);
            }
        }
    }
    char bytes[4];
    assert_int_equal(utf8_encode(0x110000, bytes), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
    assert_int_equal(utf8_encode(UTF8_BAD, bytes), 3);
}

/* All sequences of two bytes, and of three and four with telling second bytes: accepted exactly
 * when they are what the encoder writes. */
static void nothing_else_is_accepted(void **state) {
    (void)state;
    static const unsigned char tails[] = {0x00, 0x7F, 0x80, 0x8F, 0x90,
                                          0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    enum { TAILS = sizeof tails };
    for (unsigned first = 0; first < 256; first++) {
        for (size_t i = 0; i < TAILS * TAILS * TAILS; i++) {
            char bytes[4] = {(char)first, (char)tails[i / TAILS / TAILS],
                             (char)tails[i / TAILS % TAILS], (char)tails[i % TAILS]};
            size_t length;
            uint32_t codepoint = utf8_decode(bytes, 4, &length);
            if (codepoint == UTF8_BAD) {
                assert_int_equal(length, 1);
                continue;
            }
            char again[4];
            assert_true(scalar(codepoint));
            assert_int_equal(utf8_encode(codepoint, again), length);
            assert_memory_equal(again, bytes, length);
        }
    }
}

static void nothing_to_decode(void **state) {
    (void)state;
    size_t length = 9;
    assert_int_equal(utf8_decode("x", 0, &length), 0);
    assert_int_equal(length, 0);
    assert_int_equal(utf8_decode("\0", 1, &length), 0);
    assert_int_equal(length, 1);
}

static void first_malformed_byte(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t size, at;
    } cases[] = {
        {"", 0, 0},
        {"città", 6, 6},
        {"citt\xC3", 5, 4},
        {"\x80", 1, 0},
        {"a\xC0\xAF", 3, 1}, /* overlong slash */
        {"a\xC1\xBF", 3, 1},
        {"ab\xE0\x9F\xBF", 5, 2}, /* overlong */
        {"ab\xE0\xA0\x80", 5, 5},
        {"\xF0\x8F\xBF\xBF", 4, 0}, /* overlong */
        {"\xF0\x90\x80\x80", 4, 4},
        {"\xED\x9F\xBF", 3, 3},
        {"\xED\xA0\x80", 3, 0}, /* surrogate */
        {"\xF4\x8F\xBF\xBF", 4, 4},
        {"\xF4\x90\x80\x80", 4, 0}, /* beyond U+10FFFF */
        {"\xF5\x80\x80\x80", 4, 0},
        {"\xFF", 1, 0},
        {"à\xE2\x82x", 5, 2},
        {"a\0b", 3, 3},
        {"\xEF\xBB\xBF{", 4, 4}, /* a byte order mark is a code point */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(utf8_invalid_at(cases[i].text, cases[i].size), cases[i].at);
    }
}

static void counting(void **state) {
    (void)state;
    assert_int_equal(utf8_count("", 0), 0);
    assert_int_equal(utf8_count("abc", 3), 3);
    assert_int_equal(utf8_count("perché", 7), 6);
    assert_int_equal(utf8_count("€uro", 6), 4);
    assert_int_equal(utf8_count("\xF0\x9F\x98\x80!", 5), 2);
    assert_int_equal(utf8_count("a\0b", 3), 3);
}

static void mapping(void **state) {
    (void)state;
    static const struct {
        uint32_t lower, upper;
    } pairs[] = {
        {'a', 'A'},     {'z', 'Z'},     {0xE0, 0xC0},   {0xE8, 0xC8},   {0xFE, 0xDE},
        {0xF6, 0xD6},   {0xF8, 0xD8},   {0xFF, 0x178},  {0x101, 0x100}, {0x12F, 0x12E},
        {0x133, 0x132}, {0x137, 0x136}, {0x13A, 0x139}, {0x148, 0x147}, {0x14B, 0x14A},
        {0x153, 0x152}, {0x161, 0x160}, {0x177, 0x176}, {0x17A, 0x179}, {0x17E, 0x17D},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_int_equal(utf8_upper(pairs[i].lower), pairs[i].upper);
        assert_int_equal(utf8_lower(pairs[i].upper), pairs[i].lower);
        assert_int_equal(utf8_upper(pairs[i].upper), pairs[i].upper);
        assert_int_equal(utf8_lower(pairs[i].lower), pairs[i].lower);
    }
    static const uint32_t unchanged[] = {0,     '0',   '@',    '[',    '`',      '{',     0xAA,
                                         0xB5,  0xD7,  0xDF,   0xF7,   0x138,    0x149,   0x180,
                                         0x3B1, 0x410, 0x20AC, 0x1E9E, 0x10FFFF, UTF8_BAD};
    for (size_t i = 0; i < sizeof unchanged / sizeof *unchanged; i++) {
        assert_int_equal(utf8_upper(unchanged[i]), unchanged[i]);
        assert_int_equal(utf8_lower(unchanged[i]), unchanged[i]);
    }
    /* Turkish i and the long s map one way only. */
    assert_int_equal(utf8_lower(0x130), 'i');
    assert_int_equal(utf8_upper(0x130), 0x130);
    assert_int_equal(utf8_upper(0x131), 'I');
    assert_int_equal(utf8_lower(0x131), 0x131);
    assert_int_equal(utf8_upper(0x17F), 'S');
    assert_int_equal(utf8_lower(0x17F), 0x17F);
    /* Elsewhere in the three blocks the mappings undo each other. */
    for (uint32_t codepoint = 0; codepoint < 0x180; codepoint++) {
        if (utf8_lower(codepoint) != codepoint && codepoint != 0x130) {
            assert_int_equal(utf8_upper(utf8_lower(codepoint)), codepoint);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_there_and_back),
        cmocka_unit_test(nothing_else_is_accepted),
        cmocka_unit_test(nothing_to_decode),
        cmocka_unit_test(first_malformed_byte),
        cmocka_unit_test(counting),
        cmocka_unit_test(mapping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
