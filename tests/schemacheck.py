"""schemacheck: is this value what that JSON Schema describes? The part of draft 2020-12 that docs/schema uses; a keyword that
is not known here is a mistake, so that nothing in a schema goes unread."""
import re

SILENT = {'$schema', '$comment', '$defs', 'title', 'description', 'default', 'examples'}
TYPES = {'object': dict, 'array': list, 'string': str, 'boolean': bool, 'null': type(None)}


class Unknown(Exception):
    pass


def is_type(value, name):
    if name in ('number', 'integer'):
        whole = name == 'number' or (isinstance(value, int) or float(value).is_integer()
                                     if isinstance(value, (int, float)) else False)
        return isinstance(value, (int, float)) and not isinstance(value, bool) and whole
    return isinstance(value, TYPES[name])


def same(a, b):
    """Equality of JSON: true is not 1."""
    return type(a) is type(b) and a == b if isinstance(a, bool) or isinstance(b, bool) else a == b


def expression(pattern):
    """An ECMA-262 pattern for Python, whose $ would also match before a last line break."""
    return re.compile(re.sub(r'(?<!\\)\$', r'\\Z', pattern))


class Schema:
    def __init__(self, root):
        self.root, self.patterns = root, {}

    def problems(self, value):
        """What is wrong with VALUE, a list of texts that begin with its JSON pointer."""
        return self._value(self.root, value, '')

    def _target(self, reference):
        if not reference.startswith('#/'):
            raise Unknown('reference ' + reference)
        at = self.root
        for part in reference[2:].split('/'):
            at = at[part]
        return at

    def _value(self, schema, value, at):
        if schema is True:
            return []
        if schema is False:
            return [at + ': nothing may be here']
        found = []
        for keyword, operand in schema.items():
            if keyword in SILENT or keyword == 'additionalProperties':
                continue
            method = getattr(self, 'check_' + keyword.strip('$'), None)
            if method is None:
                raise Unknown('keyword ' + keyword)
            found += method(operand, value, at)
        if 'additionalProperties' in schema and isinstance(value, dict):
            for key in value:
                if key not in schema.get('properties', {}):
                    found += self._value(schema['additionalProperties'], value[key], '%s/%s' % (at, key))
        return found

    def check_ref(self, operand, value, at):
        return self._value(self._target(operand), value, at)

    def check_type(self, operand, value, at):
        names = operand if isinstance(operand, list) else [operand]
        return [] if any(is_type(value, name) for name in names) else ['%s: no %s' % (at, ' or '.join(names))]

    def check_enum(self, operand, value, at):
        return [] if any(same(value, each) for each in operand) else ['%s: not one of %s' % (at, operand)]

    def check_const(self, operand, value, at):
        return [] if same(value, operand) else ['%s: not %r' % (at, operand)]

    def check_pattern(self, operand, value, at):
        if not isinstance(value, str):
            return []
        pattern = self.patterns.setdefault(operand, None) or expression(operand)
        self.patterns[operand] = pattern
        return [] if pattern.search(value) else ['%s: %r does not match %s' % (at, value, operand)]

    def check_minLength(self, operand, value, at):
        return ['%s: too short' % at] if isinstance(value, str) and len(value) < operand else []

    def check_maxLength(self, operand, value, at):
        return ['%s: too long' % at] if isinstance(value, str) and len(value) > operand else []

    def check_minimum(self, operand, value, at):
        return ['%s: too small' % at] if is_type(value, 'number') and value < operand else []

    def check_maximum(self, operand, value, at):
        return ['%s: too great' % at] if is_type(value, 'number') and value > operand else []

    def check_minItems(self, operand, value, at):
        return ['%s: too few' % at] if isinstance(value, list) and len(value) < operand else []

    def check_maxItems(self, operand, value, at):
        return ['%s: too many' % at] if isinstance(value, list) and len(value) > operand else []

    def check_items(self, operand, value, at):
        items = value if isinstance(value, list) else []
        return [each for i, item in enumerate(items) for each in self._value(operand, item, '%s/%d' % (at, i))]

    def check_properties(self, operand, value, at):
        keys = [key for key in operand if key in value] if isinstance(value, dict) else []
        return [each for key in keys for each in self._value(operand[key], value[key], '%s/%s' % (at, key))]

    def check_propertyNames(self, operand, value, at):
        keys = value if isinstance(value, dict) else []
        return [each for key in keys for each in self._value(operand, key, '%s/%s' % (at, key))]

    def check_required(self, operand, value, at):
        return ['%s: %s is missing' % (at, key) for key in operand if isinstance(value, dict) and key not in value]

    def check_dependentRequired(self, operand, value, at):
        return [each for key, needed in operand.items() if isinstance(value, dict) and key in value
                for each in self.check_required(needed, value, at)]

    def check_allOf(self, operand, value, at):
        return [each for schema in operand for each in self._value(schema, value, at)]

    def check_anyOf(self, operand, value, at):
        ways = [self._value(schema, value, at) for schema in operand]
        return [] if [] in ways else max(ways, key=lambda way: max(len(each.partition(':')[0]) for each in way))

    def check_not(self, operand, value, at):
        return [] if self._value(operand, value, at) else ['%s: what must not be: %s' % (at, operand)]
