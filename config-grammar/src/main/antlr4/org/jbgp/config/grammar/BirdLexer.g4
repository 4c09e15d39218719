/*
 * Tokens of BIRD's configuration language, dialects 1.6, 2.x and 3.x.
 *
 * Only words that steer the grammar are tokens of their own; every option name is a WORD and is looked up in the
 * option table, so that a new option needs no new token and a user may call a filter or a protocol by most words.
 * Keywords are case sensitive, as in BIRD.
 */
lexer grammar BirdLexer;

// Structure
DEFINE: 'define';
PROTOCOL: 'protocol';
TEMPLATE: 'template';
FROM: 'from';
FILTER: 'filter';
FUNCTION: 'function';
WHERE: 'where';
ROUTE: 'route';
ATTRIBUTE: 'attribute';
TIMEFORMAT: 'timeformat';
FLOW: 'flow4' | 'flow6';
// Two words: what follows is filter code, which the one word of `merge paths` must not announce.
// Three words, told apart from a custom attribute of type bgppath by the blank.
ATTRIBUTE_BGP: 'attribute' [ \t\r\n\f]+ 'bgp' [ \t\r\n\f]+;
MERGE_BY: 'merge' [ \t\r\n\f]+ 'by';

// Filter statements
IF: 'if';
THEN: 'then';
// `else:` is the last branch of a case, also when a space follows `else` in no dialect.
ELSE_COLON: 'else:';
ELSE: 'else';
CASE: 'case';
FOR: 'for';
DO: 'do';
IN: 'in';
ACCEPT: 'accept';
REJECT: 'reject';
ERROR: 'error';
RETURN: 'return';
PRINT: 'print';
PRINTN: 'printn';
UNSET: 'unset';
DEFINED: 'defined';
TRUE: 'true';
FALSE: 'false';

// Filter types
TYPE_INT: 'int';
TYPE_BOOL: 'bool';
TYPE_IP: 'ip';
TYPE_PREFIX: 'prefix';
TYPE_RD: 'rd';
TYPE_MAC: 'mac';
TYPE_PAIR: 'pair';
TYPE_QUAD: 'quad';
TYPE_EC: 'ec';
TYPE_LC: 'lc';
TYPE_ENUM: 'enum';
TYPE_STRING: 'string';
TYPE_BYTESTRING: 'bytestring';
TYPE_BGPMASK: 'bgpmask';
TYPE_BGPPATH: 'bgppath';
TYPE_CLIST: 'clist';
TYPE_ECLIST: 'eclist';
TYPE_LCLIST: 'lclist';
SET: 'set';

// Tests in the language
BT_ASSERT: 'bt_assert';
BT_CHECK_ASSIGN: 'bt_check_assign';
BT_TEST_SUITE: 'bt_test_suite';
BT_TEST_SAME: 'bt_test_same';

// Literals. The longest match wins, so an address with a length is one prefix token (`10.0.0.0 / 8` is put together by
// the parser).
IP4_PREFIX: DOTTED '/' DIGIT+;
IP6_PREFIX: COLONED '/' DIGIT+;
VPN_RD: DIGIT+ ':' DIGIT+ | [02] ':' DIGIT+ ':' DIGIT+ | DOTTED ':' DIGIT+;
IP4: DOTTED;
MAC_ADDRESS: XX ':' XX ':' XX ':' XX ':' XX ':' XX;
BYTES
    : XX XX XX XX XX XX XX XX XX XX XX*
    | XX ':' XX ':' XX ':' XX ':' XX ':' XX ':' XX ':' XX ':' XX ':' XX (':' XX)*
    | 'hex:' (XX* | XX (':' XX)*)
    ;
IP6: COLONED;
HEX_NUMBER: '0x' XIGIT+;
NUMBER: DIGIT+;
STRING: '"' ~["\n]* '"';
QUOTED_SYMBOL: '\'' [A-Za-z0-9_.:-]* '\'';
WORD: [A-Za-z_] [A-Za-z0-9_]*;

// Operators
MASK_OPEN: '[=';
MASK_CLOSE: '=]';
NOT_EQUAL: '!=';
NOT_MATCH: '!~';
LESS_EQUAL: '<=';
GREATER_EQUAL: '>=';
AND: '&&';
OR: '||';
ARROW: '->';
CONCAT: '++';
RANGE: '..';
ASSIGN_EQUAL: '=';
LBRACE: '{';
RBRACE: '}';
LPAREN: '(';
RPAREN: ')';
LBRACKET: '[';
RBRACKET: ']';
COLON: ':';
SEMICOLON: ';';
COMMA: ',';
DOT: '.';
PLUS: '+';
MINUS: '-';
STAR: '*';
SLASH: '/';
PERCENT: '%';
LESS: '<';
GREATER: '>';
MATCH: '~';
QUESTION: '?';
NOT: '!';
BAR: '|';

// Blanks
BLANK: [ \t\r\n\f]+ -> skip;
LINE_COMMENT: '#' ~[\n]* -> skip;
// Comments do not nest: another '/*' inside is a mistake, told by the loader. It stands before the next rule, for both are as long.
NESTED_COMMENT: '/*' (~[*/] | '*'+ ~[*/] | '/'+ ~[*/])* '/'+ '*'+ ('/' | ~[*/] .*? '*/');
BLOCK_COMMENT: '/*' .*? '*/' -> skip;

// What is wrong; the parser never uses these, the loader turns them into messages.
// No star of it stands before a '/': of a comment that is closed it is the shorter match.
UNTERMINATED_COMMENT: '/*' (~'*' | '*'+ ~[*/])* '*'*;
UNTERMINATED_STRING: '"' ~["\n]*;
BAD_SYMBOL: '\'' ~['\n]* '\''?;
UNKNOWN_CHARACTER: .;

fragment DIGIT: [0-9];
fragment XIGIT: [0-9a-fA-F];
fragment XX: XIGIT XIGIT;
// Any number of parts, so that a wrong number is told in one message.
fragment DOTTED: DIGIT+ ('.' DIGIT+)+;
fragment COLONED
    : (XIGIT* '::' | XIGIT* ':' XIGIT* ':' (XIGIT* ':')+) (XIGIT* | DOTTED)
    ;
