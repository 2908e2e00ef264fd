/* Which code points do these bytes spell? The second byte's permitted range depends on the first
 * (RFC 3629, section 4): that one table rules out overlong forms, surrogates and what lies beyond
 * U+10FFFF. */
#include "base/utf8.h"

#include <stdbool.h>

static bool between(uint32_t value, uint32_t low, uint32_t high) {
    return low <= value && value <= high;
}

uint32_t utf8_decode(const char *text, size_t size, size_t *length) {
    if (size == 0) {
        *length = 0;
        return 0;
    }
    const unsigned char *bytes = (const unsigned char *)text;
    unsigned first = bytes[0];
    *length = 1;
    if (first < 0x80) {
        return first;
    }
    size_t needed = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (!between(first, 0xC2, 0xF4) || size < needed) {
        return UTF8_BAD;
    }
    unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    uint32_t codepoint = first & (0x7Fu >> needed);
    for (size_t i = 1; i < needed; i++) {
        if (!between(bytes[i], low, high)) {
            return UTF8_BAD;
        }
        codepoint = codepoint << 6 | (bytes[i] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    *length = needed;
    return codepoint;
}

size_t utf8_encode(uint32_t codepoint, char out[4]) {
    if (codepoint > 0x10FFFF || between(codepoint, 0xD800, 0xDFFF)) {
        codepoint = 0xFFFD;
    }
    if (codepoint < 0x80) {
        out[0] = (char)codepoint;
        return 1;
    }
    size_t length = codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (codepoint & 0x3F));
        codepoint >>= 6;
    }
    out[0] = (char)((0xF00u >> length & 0xF0u) | codepoint);
    return length;
}

size_t utf8_invalid_at(const char *text, size_t size) {
    size_t at = 0, length;
    while (at < size) {
        if (utf8_decode(text + at, size - at, &length) == UTF8_BAD) {
            break;
        }
        at += length;
    }
    return at;
}

/* Everything from U+00C0 on but the two signs of arithmetic, and the blocks of punctuation and symbols. */
static bool is_word(uint32_t c) {
    if (c < 0x80) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && (c < 0x2000 || c > 0x2BFF) && c != UTF8_BAD;
}

size_t utf8_word(const char *text, size_t size) {
    size_t at = 0, length;
    while (at < size && is_word(utf8_decode(text + at, size - at, &length))) {
        at += length;
    }
    return at;
}

size_t utf8_count(const char *text, size_t size) {
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return count;
}

/* In Latin Extended-A small and capital letters alternate: the capital is even in two stretches and
 * odd in two others. Gives the parity of the capitals, or -1 outside of the pairs. */
static int capital_parity(uint32_t codepoint) {
    if (codepoint == 0x130 || codepoint == 0x131) { /* dotted capital and dotless small i */
        return -1;
    }
    if (between(codepoint, 0x100, 0x137) || between(codepoint, 0x14A, 0x177)) {
        return 0;
    }
    if (between(codepoint, 0x139, 0x148) || between(codepoint, 0x179, 0x17E)) {
        return 1;
    }
    return -1;
}

uint32_t utf8_upper(uint32_t codepoint) {
    if (between(codepoint, 'a', 'z') || (between(codepoint, 0xE0, 0xFE) && codepoint != 0xF7)) {
        return codepoint - 0x20;
    }
    switch (codepoint) {
    case 0xFF:
        return 0x178;
    case 0x131:
        return 'I';
    case 0x17F: /* long s */
        return 'S';
    default:
        break;
    }
    int parity = capital_parity(codepoint);
    return parity >= 0 && (int)(codepoint & 1) != parity ? codepoint - 1 : codepoint;
}

uint32_t utf8_lower(uint32_t codepoint) {
    if (between(codepoint, 'A', 'Z') || (between(codepoint, 0xC0, 0xDE) && codepoint != 0xD7)) {
        return codepoint + 0x20;
    }
    switch (codepoint) {
    case 0x178:
        return 0xFF;
    case 0x130:
        return 'i';
    default:
        break;
    }
    int parity = capital_parity(codepoint);
    return parity >= 0 && (int)(codepoint & 1) == parity ? codepoint + 1 : codepoint;
}
