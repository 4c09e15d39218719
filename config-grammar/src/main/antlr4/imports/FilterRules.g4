/*
 * Filters: expressions, statements, functions. Imported by BirdParser.g4, which defines `symbol`.
 */
parser grammar FilterRules;

filterDefinition: FILTER symbol (LBRACE filterBody RBRACE | SEMICOLON);

functionDefinition: FUNCTION symbol LPAREN RPAREN LBRACE statement* RBRACE;

attributeDefinition: ATTRIBUTE type symbol SEMICOLON;

testDefinition: (BT_TEST_SUITE | BT_TEST_SAME) LPAREN expression (COMMA expression)* RPAREN SEMICOLON;

// What stands between the braces of `filter { … }`.
filterBody: statement*;

statement: (ACCEPT | REJECT) SEMICOLON;

expression: NUMBER | symbol;

type: TYPE_INT | TYPE_BOOL;
