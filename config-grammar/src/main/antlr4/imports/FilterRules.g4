/*
 * Filters: expressions, statements, functions, sets. Imported by BirdParser.g4, which defines `symbol`.
 * Operators stand in the order of their precedence, tightest first; `&&` and `||` share one level, as in BIRD.
 */
parser grammar FilterRules;

filterDefinition: FILTER symbol localDeclaration* LBRACE filterBody RBRACE;

functionDefinition
    : FUNCTION symbol LPAREN (parameter ((SEMICOLON | COMMA) parameter)*)? RPAREN (ARROW type)?
        localDeclaration* LBRACE statement* RBRACE
    ;

parameter: type symbol;

// 1.6 and older 2.x: variables between the head and the brace.
localDeclaration: type symbol SEMICOLON;

attributeDefinition: (ATTRIBUTE | ATTRIBUTE_BGP expression) type symbol SEMICOLON;

testDefinition: (BT_TEST_SUITE | BT_TEST_SAME) LPAREN expression (COMMA expression)* RPAREN SEMICOLON?;

// What stands between the braces of `filter { … }`.
filterBody: statement*;

statement
    : LBRACE statement* RBRACE                                                # blockStatement
    | IF expression THEN statement (ELSE statement)?                          # ifStatement
    | FOR type symbol IN expression DO statement                              # forStatement
    | CASE expression LBRACE caseBranch* RBRACE                               # caseStatement
    | (ACCEPT | REJECT | ERROR) expressions? SEMICOLON                        # verdictStatement
    | (PRINT | PRINTN) expressions? SEMICOLON                                 # printStatement
    | RETURN expression SEMICOLON                                             # returnStatement
    | UNSET LPAREN name RPAREN SEMICOLON                                      # unsetStatement
    | BT_ASSERT LPAREN expression RPAREN SEMICOLON                            # assertStatement
    | BT_CHECK_ASSIGN LPAREN name COMMA expression RPAREN SEMICOLON           # checkAssignStatement
    | type symbol (ASSIGN_EQUAL expression)? SEMICOLON                        # variableStatement
    | name ASSIGN_EQUAL expression SEMICOLON                                  # assignStatement
    | name LPAREN expressions? RPAREN SEMICOLON                               # callStatement
    | name DOT methodName (LPAREN expressions? RPAREN)? SEMICOLON             # methodStatement
    ;

caseBranch: (setItem (COMMA setItem)* COLON | ELSE_COLON) statement*;

expressions: expression (COMMA expression)*;

expression
    : primary                                                                 # primaryExpression
    | expression DOT methodName (LPAREN expressions? RPAREN)?                 # methodExpression
    | NOT expression                                                          # notExpression
    | expression (STAR | SLASH | PERCENT) expression                          # binaryExpression
    | expression (PLUS | MINUS | CONCAT) expression                           # binaryExpression
    | expression
        (ASSIGN_EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | MATCH | NOT_MATCH)
        expression                                                            # binaryExpression
    | expression (AND | OR) expression                                        # binaryExpression
    ;

primary
    : NUMBER                                                                  # numberPrimary
    | HEX_NUMBER                                                              # numberPrimary
    | (TRUE | FALSE)                                                          # booleanPrimary
    | STRING                                                                  # stringPrimary
    | BYTES                                                                   # bytesPrimary
    | prefixLiteral (WORD NUMBER WORD NUMBER)?                                # prefixPrimary
    | VPN_RD prefixLiteral                                                    # vpnPrefixPrimary
    | (IP4 | IP6)                                                             # addressPrimary
    | VPN_RD                                                                  # distinguisherPrimary
    | MAC_ADDRESS                                                             # macPrimary
    | LBRACKET (setItem (COMMA setItem)*)? RBRACKET                           # setPrimary
    | MASK_OPEN maskItem* MASK_CLOSE                                          # maskPrimary
    | PLUS WORD PLUS                                                          # emptyPrimary
    | MINUS WORD MINUS                                                        # emptyPrimary
    | MINUS MINUS WORD MINUS MINUS                                            # emptyPrimary
    | MINUS MINUS MINUS WORD MINUS MINUS MINUS                                # emptyPrimary
    | LPAREN tupleHead (COMMA expression (COMMA expression)?)? RPAREN         # tuplePrimary
    | DEFINED LPAREN expression RPAREN                                        # definedPrimary
    | (name | FILTER) LPAREN expressions? RPAREN                              # callPrimary
    | name                                                                    # namePrimary
    ;

// `unknown 5` is the kind of an extended community.
tupleHead: WORD NUMBER | WORD HEX_NUMBER | expression;

prefixLiteral: IP4_PREFIX | IP6_PREFIX | (IP4 | IP6) SLASH NUMBER;

setItem
    : prefixLiteral (PLUS | MINUS | LBRACE NUMBER COMMA NUMBER RBRACE)?       # prefixItem
    | setBound (RANGE setBound)?                                              # rangeItem
    ;

setBound
    : LPAREN tupleField (COMMA tupleField)* RPAREN                            # tupleBound
    | (NUMBER | HEX_NUMBER)                                                   # numberBound
    | (IP4 | IP6)                                                             # addressBound
    | VPN_RD                                                                  # distinguisherBound
    | MAC_ADDRESS                                                             # macBound
    | name                                                                    # nameBound
    ;

tupleField: STAR | WORD NUMBER | WORD HEX_NUMBER | expression (RANGE expression)?;

maskItem
    : (NUMBER | HEX_NUMBER) (RANGE (NUMBER | HEX_NUMBER))?                    # numberMask
    | STAR                                                                    # anyPathMask
    | QUESTION                                                                # anyAsMask
    | PLUS                                                                    # repeatMask
    | LBRACKET (setItem (COMMA setItem)*)? RBRACKET                           # setMask
    | LPAREN expression RPAREN                                                # expressionMask
    | name                                                                    # nameMask
    ;

// What a variable, attribute, constant or function may be called where it is used.
name: QUOTED_SYMBOL | WORD | FROM | typeWord;

methodName: WORD | FILTER | FROM | typeWord;

type: (typeWord | TYPE_BGPMASK | TYPE_BGPPATH | TYPE_CLIST | TYPE_ECLIST | TYPE_LCLIST | ROUTE | TYPE_ENUM WORD) SET?;

typeWord
    : TYPE_INT | TYPE_BOOL | TYPE_IP | TYPE_PREFIX | TYPE_RD | TYPE_MAC | TYPE_PAIR | TYPE_QUAD | TYPE_EC | TYPE_LC
    | TYPE_STRING | TYPE_BYTESTRING
    ;
