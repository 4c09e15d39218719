package org.jbgp.config.filter;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.misc.Interval;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Function;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.tree.Statement;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.config.filter.value.Values;
import org.jbgp.config.grammar.BirdParser;
import org.jbgp.config.grammar.BirdParser.StatementContext;
import org.jbgp.config.source.SourcePosition;

/**
 * Turns the parsed statements of one function or filter into checked ones.
 *
 * <p>Here, and wherever a file is read, questions stand in a row instead of a switch over types: Java links each such
 * switch when it first runs, which takes one to three milliseconds of each process, and no AOT cache keeps it.
 */
final class StatementBuilder {

    private final Checker checker;
    private final NameScope scope;
    private final ExpressionBuilder expressions;

    StatementBuilder(Checker checker, NameScope scope) {
        this.checker = checker;
        this.scope = scope;
        this.expressions = new ExpressionBuilder(checker, scope);
    }

    /** {@code int x;} between the head and the brace. */
    List<Statement> locals(List<BirdParser.LocalDeclarationContext> declarations) {
        List<Statement> statements = new ArrayList<>();
        for (BirdParser.LocalDeclarationContext local : declarations) {
            statements.add(declare(Checker.position(local), local.type(), local.symbol(), null));
        }
        return statements;
    }

    List<Statement> build(List<StatementContext> contexts) {
        List<Statement> statements = new ArrayList<>(contexts.size());
        for (StatementContext context : contexts) {
            Statement statement = build(context);
            if (statement != null) {
                statements.add(statement);
            }
        }
        return statements;
    }

    private Statement block(SourcePosition position, List<StatementContext> contexts) {
        scope.enter();
        List<Statement> statements = build(contexts);
        scope.leave();
        return statements.size() == 1 ? statements.getFirst() : new Statement.Block(position, statements);
    }

    private Statement nested(StatementContext context) {
        scope.enter();
        Statement statement = build(context);
        scope.leave();
        return statement == null ? new Statement.Block(Checker.position(context), List.of()) : statement;
    }

    /** Null after a syntax error, which has been reported. */
    private Statement build(StatementContext context) {
        SourcePosition position = Checker.position(context);
        if (context instanceof BirdParser.IfStatementContext condition) {
            Expression test =
                    checker.require(expressions.build(condition.expression()), FilterType.BOOL, "the condition of if");
            Statement then = nested(condition.statement(0));
            Statement otherwise = condition.ELSE() == null ? null : nested(condition.statement(1));
            return new Statement.If(position, test, then, otherwise);
        }
        if (context instanceof BirdParser.BlockStatementContext block) {
            return block(position, block.statement());
        }
        if (context instanceof BirdParser.VerdictStatementContext verdict) {
            return new Statement.Finish(position, verdict(verdict), expressions.build(verdict.expressions()));
        }
        if (context instanceof BirdParser.AssignStatementContext assignment) {
            String name = Checker.unquote(assignment.name().getText());
            return assign(position, name, expressions.build(assignment.expression()));
        }
        if (context instanceof BirdParser.CallStatementContext call) {
            String name = Checker.unquote(call.name().getText());
            List<Expression> arguments = expressions.build(call.expressions());
            return new Statement.Evaluate(position, expressions.calls().call(position, name, arguments));
        }
        if (context instanceof BirdParser.MethodStatementContext method) {
            String name = Checker.unquote(method.name().getText());
            Expression object = expressions.name(Checker.position(method.name()), name);
            Expression value = expressions
                    .calls()
                    .method(object, method.methodName(), method.LPAREN() != null, method.expressions());
            return assign(position, name, value);
        }
        return rarer(context, position);
    }

    private Statement rarer(StatementContext context, SourcePosition position) {
        if (context instanceof BirdParser.VariableStatementContext variable) {
            return declare(position, variable.type(), variable.symbol(), variable.expression());
        }
        if (context instanceof BirdParser.ReturnStatementContext result) {
            return result(position, result);
        }
        if (context instanceof BirdParser.CaseStatementContext selection) {
            return selection(position, selection);
        }
        if (context instanceof BirdParser.ForStatementContext loop) {
            return loop(position, loop);
        }
        if (context instanceof BirdParser.PrintStatementContext print) {
            return new Statement.Print(position, expressions.build(print.expressions()), print.PRINT() != null);
        }
        if (context instanceof BirdParser.UnsetStatementContext unset) {
            return unset(position, unset);
        }
        if (context instanceof BirdParser.AssertStatementContext assertion) {
            Expression condition = checker.require(
                    expressions.buildComparison(assertion.expression()), FilterType.BOOL, "the condition of bt_assert");
            return new Statement.Assert(position, condition, source(assertion.expression()));
        }
        return context instanceof BirdParser.CheckAssignStatementContext check ? checkAssign(position, check) : null;
    }

    private static Statement.Verdict verdict(BirdParser.VerdictStatementContext context) {
        if (context.ACCEPT() != null) {
            return Statement.Verdict.ACCEPT;
        }
        return context.REJECT() != null ? Statement.Verdict.REJECT : Statement.Verdict.ERROR;
    }

    private Statement declare(
            SourcePosition position,
            BirdParser.TypeContext typeContext,
            BirdParser.SymbolContext symbol,
            BirdParser.ExpressionContext initial) {
        FilterType type = checker.type(typeContext);
        // The initial value sees what the name meant before.
        Expression value = initial == null ? null : expressions.build(initial);
        String name = Checker.unquote(symbol.getText());
        NameScope.Variable variable = declareVariable(Checker.position(symbol), name, type);
        if (value != null) {
            value = checker.require(value, type, "variable " + name);
        }
        return new Statement.SetVariable(position, variable.slot(), type, value, checker.isLenient());
    }

    private NameScope.Variable declareVariable(SourcePosition position, String name, FilterType type) {
        NameScope.Variable variable = scope.declare(name, type);
        if (variable == null) {
            checker.error(position, "variable " + name + " is already defined in this block");
            return scope.find(name);
        }
        if (scope.size() == NameScope.MAX_VARIABLES + 1) {
            checker.error(position, "there can be at most " + NameScope.MAX_VARIABLES + " variables");
        }
        return variable;
    }

    private Statement assign(SourcePosition position, String name, Expression value) {
        NameScope.Variable variable = scope.find(name);
        if (variable != null) {
            Expression checked = checker.require(value, variable.type(), "variable " + name);
            return new Statement.SetVariable(position, variable.slot(), variable.type(), checked, checker.isLenient());
        }
        RouteAttribute attribute = checker.attribute(position, name);
        if (attribute == null) {
            Symbol symbol = checker.lookUp(name);
            if (symbol == null) {
                checker.unknown(position, name, scope.names());
            } else {
                checker.error(position, name + " is a " + symbol.kind() + " and cannot be set");
            }
            return null;
        }
        if (attribute.isReadOnly()) {
            checker.error(position, "attribute " + name + " cannot be set");
            return null;
        }
        return new Statement.SetAttribute(
                position, attribute, checker.require(value, attribute.type(), "attribute " + name));
    }

    private Statement unset(SourcePosition position, BirdParser.UnsetStatementContext context) {
        String name = Checker.unquote(context.name().getText());
        if (scope.find(name) == null && checker.attribute(position, name) instanceof DynamicAttribute attribute) {
            return new Statement.Unset(position, attribute);
        }
        if (scope.find(name) == null && AttributeNames.find(name) == null && checker.lookUp(name) == null) {
            checker.unknown(Checker.position(context.name()), name, List.of());
        } else {
            checker.error(Checker.position(context.name()), name + " cannot be unset, only attributes can");
        }
        return null;
    }

    private Statement checkAssign(SourcePosition position, BirdParser.CheckAssignStatementContext context) {
        String name = Checker.unquote(context.name().getText());
        Expression value = expressions.build(context.expression());
        Statement assignment = assign(position, name, value);
        if (assignment == null) {
            return null;
        }
        Expression target = expressions.name(position, name);
        Expression same = new Expression.Binary(position, Expression.BinaryOperator.EQUAL, target, value);
        return new Statement.Block(
                position,
                List.of(assignment, new Statement.Assert(position, same, name + " = " + source(context.expression()))));
    }

    private Statement result(SourcePosition position, BirdParser.ReturnStatementContext context) {
        Expression value = expressions.build(context.expression());
        Function function = scope.function();
        if (function == null) {
            checker.error(position, "return stands only in functions, a filter ends with accept or reject");
            return null;
        }
        if (function.returnType() != FilterType.VOID) {
            value = checker.require(value, function.returnType(), "the result of " + function.name());
        } else if (!checker.isLenient()) {
            function.inferReturnType(value.type());
        }
        return new Statement.Return(position, value);
    }

    private Statement loop(SourcePosition position, BirdParser.ForStatementContext context) {
        Expression list = expressions.build(context.expression());
        FilterType type = checker.type(context.type());
        FilterType element = list.type().elementType();
        if (list.type() != FilterType.VOID && element == FilterType.VOID) {
            checker.typeError(
                    list.position(),
                    "for walks over a path or a list, not " + list.type().label());
        } else if (element != FilterType.VOID && element != type) {
            checker.typeError(
                    Checker.position(context.type()),
                    "the elements of " + list.type().label() + " are " + element.label() + ", not " + type.label());
        }
        scope.enter();
        String name = Checker.unquote(context.symbol().getText());
        NameScope.Variable variable = declareVariable(Checker.position(context.symbol()), name, type);
        Statement body = nested(context.statement());
        scope.leave();
        return new Statement.For(position, variable.slot(), type, list, body);
    }

    private Statement selection(SourcePosition position, BirdParser.CaseStatementContext context) {
        Expression subject = expressions.build(context.expression());
        List<Statement.Branch> branches = new ArrayList<>();
        Statement otherwise = null;
        for (BirdParser.CaseBranchContext branch : context.caseBranch()) {
            SourcePosition at = Checker.position(branch);
            if (branch.ELSE_COLON() != null) {
                if (otherwise != null) {
                    checker.error(at, "a case has only one else:");
                }
                otherwise = block(at, branch.statement());
                continue;
            }
            RangeSet labels = expressions.sets().ranges(at, branch.setItem());
            checkLabels(at, subject, labels, branches);
            branches.add(new Statement.Branch(labels, block(at, branch.statement())));
        }
        return new Statement.Case(position, subject, List.copyOf(branches), otherwise);
    }

    private void checkLabels(
            SourcePosition position, Expression subject, RangeSet labels, List<Statement.Branch> earlier) {
        FilterType type = subject.type();
        boolean addresses = (type == FilterType.QUAD || type == FilterType.IP)
                && (labels.element() == FilterType.QUAD || labels.element() == FilterType.IP);
        if (type != FilterType.VOID && labels.element() != FilterType.VOID && type != labels.element() && !addresses) {
            checker.typeError(
                    position,
                    "case over " + type.label() + " cannot have a label of "
                            + labels.element().label());
            return;
        }
        for (Statement.Branch branch : earlier) {
            for (int i = 0; i < labels.size(); i++) {
                if (Values.matches(labels.from(i), branch.labels()) == 1
                        || Values.matches(labels.to(i), branch.labels()) == 1) {
                    checker.warning(position, "this label overlaps an earlier one, which wins");
                    return;
                }
            }
        }
    }

    /** The text of a part of the file, blanks and line ends as single blanks. */
    static String source(ParserRuleContext context) {
        if (context.getStop() == null) {
            return context.getText();
        }
        Interval interval = Interval.of(
                context.getStart().getStartIndex(), context.getStop().getStopIndex());
        return context.getStart().getInputStream().getText(interval).replaceAll("\\s+", " ");
    }
}
