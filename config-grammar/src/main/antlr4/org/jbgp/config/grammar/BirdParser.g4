/*
 * The top of BIRD's configuration language. Options are not spelled out here: a statement is a list of elements ended by
 * ';', and the option table says what they mean. Filters and expressions are in FilterRules.g4.
 * Decisions are kept LL(1), so that SLL prediction never has to look far.
 */
parser grammar BirdParser;

options { tokenVocab = BirdLexer; }

import FilterRules;

configuration: topItem* EOF;

topItem
    : SEMICOLON
    | defineStatement
    | attributeDefinition
    | filterDefinition
    | functionDefinition
    | testDefinition
    | protocolBlock
    | TIMEFORMAT (PROTOCOL | ROUTE | simpleElement) simpleElement* SEMICOLON
    // BIRD wants no ';' behind the block of a table; which blocks those are, the builder knows.
    | simpleElement+ (block SEMICOLON? | SEMICOLON)
    ;

defineStatement: DEFINE symbol ASSIGN_EQUAL expression SEMICOLON;

// More than one name is for `protocol ospf v2 NAME` only, which is refused as a whole.
protocolBlock: (PROTOCOL | TEMPLATE) anyWord ownName += symbol* (FROM templateName = symbol)? LBRACE item* RBRACE;

item: element | routeElement | SEMICOLON;

// A static route; its block is filter code, not options. The word also occurs inside options (`enable route refresh`),
// where no block follows; the tree builder flattens it. `route protocol` is an option of the kernel protocol.
routeElement: ROUTE (flowSpecification | PROTOCOL)? simpleElement* (LBRACE statement* RBRACE)?;

// Read only to be refused with one message.
flowSpecification: FLOW LBRACE ~(LBRACE | RBRACE)* RBRACE;

element
    : simpleElement
    | FILTER localDeclaration* LBRACE filterBody RBRACE
    | FILTER symbol
    | WHERE expression
    | MERGE_BY LBRACE filterBody RBRACE
    | block
    ;

block: LBRACE item* RBRACE;

simpleElement
    : word
    | QUOTED_SYMBOL
    | STRING
    | NUMBER
    | HEX_NUMBER
    | IP4
    | IP6
    | IP4_PREFIX
    | IP6_PREFIX
    | MAC_ADDRESS
    | BYTES
    | VPN_RD
    | LPAREN expression RPAREN
    | COMMA
    | MINUS
    | SLASH
    | PERCENT
    | ASSIGN_EQUAL
    | GREATER_EQUAL
    | LESS_EQUAL
    | STAR
    | COLON
    ;

// A name the user gives: what BIRD calls a symbol.
symbol: QUOTED_SYMBOL | WORD | FLOW | softKeyword;

// A word of an option.
word: WORD | FLOW | softKeyword | FROM | IF | IN | FOR | DO | TRUE | FALSE | SET;

anyWord: word | FILTER | FUNCTION | ROUTE;

// Words with a meaning of their own in filters that may nevertheless name things.
softKeyword
    : TYPE_MAC | TYPE_RD | TYPE_EC | TYPE_LC | TYPE_IP | TYPE_PREFIX | TYPE_PAIR | TYPE_QUAD | TYPE_ENUM
    | TYPE_INT | TYPE_BOOL | TYPE_STRING | TYPE_BYTESTRING
    | ERROR | PRINT | UNSET | DEFINED | ACCEPT | REJECT
    ;
