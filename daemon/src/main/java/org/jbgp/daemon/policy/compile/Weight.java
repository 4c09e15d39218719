package org.jbgp.daemon.policy.compile;

import java.util.List;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Statement;

/** How much code a piece of a filter will become, in nodes of its tree. */
final class Weight {

    private Weight() {}

    static int of(List<Statement> statements) {
        int weight = 0;
        for (Statement statement : statements) {
            weight += of(statement);
        }
        return weight;
    }

    static int of(Statement statement) {
        return switch (statement) {
            case Statement.Block block -> of(block.statements());
            case Statement.If condition ->
                1 + of(condition.condition()) + of(condition.then()) + optional(condition.otherwise());
            case Statement.For loop -> 3 + of(loop.list()) + of(loop.body());
            case Statement.Case selection -> {
                int weight = 1 + of(selection.subject()) + optional(selection.otherwise());
                for (Statement.Branch branch : selection.branches()) {
                    weight += 1 + of(branch.body());
                }
                yield weight;
            }
            case Statement.Finish finish -> 1 + ofAll(finish.message());
            case Statement.Print print -> 1 + ofAll(print.parts());
            case Statement.Return done -> 1 + of(done.value());
            case Statement.SetVariable set -> set.value() == null ? 1 : 1 + of(set.value());
            case Statement.SetAttribute set -> 1 + of(set.value());
            case Statement.Unset unset -> 1;
            case Statement.Evaluate evaluate -> of(evaluate.expression());
            case Statement.Assert assertion -> 1;
        };
    }

    private static int optional(Statement statement) {
        return statement == null ? 0 : of(statement);
    }

    private static int ofAll(List<Expression> expressions) {
        int weight = 0;
        for (Expression expression : expressions) {
            weight += of(expression);
        }
        return weight;
    }

    private static int of(Expression expression) {
        return switch (expression) {
            case Expression.Binary binary -> 1 + of(binary.left()) + of(binary.right());
            case Expression.Logical logical -> 1 + of(logical.left()) + of(logical.right());
            case Expression.Not not -> 1 + of(not.operand());
            case Expression.Defined defined -> 1 + of(defined.operand());
            case Expression.Call call -> 3 + ofAll(call.arguments());
            case Expression.MethodCall call -> 1 + of(call.object()) + ofAll(call.arguments());
            case Expression.PairOf pair -> 1 + of(pair.asn()) + of(pair.data());
            case Expression.MaskOf mask -> 2 + 2 * mask.items().size();
            default -> 1;
        };
    }

    /** Whether a return stands somewhere in the statements. */
    static boolean returns(List<Statement> statements) {
        return statements.stream().anyMatch(Weight::returns);
    }

    private static boolean returns(Statement statement) {
        return switch (statement) {
            case Statement.Block block -> returns(block.statements());
            case Statement.If condition ->
                returns(condition.then()) || (condition.otherwise() != null && returns(condition.otherwise()));
            case Statement.For loop -> returns(loop.body());
            case Statement.Case selection ->
                selection.branches().stream().anyMatch(branch -> returns(branch.body()))
                        || (selection.otherwise() != null && returns(selection.otherwise()));
            case Statement.Return done -> true;
            case Statement.Finish finish -> false;
            case Statement.Print print -> false;
            case Statement.SetVariable set -> false;
            case Statement.SetAttribute set -> false;
            case Statement.Unset unset -> false;
            case Statement.Evaluate evaluate -> false;
            case Statement.Assert assertion -> false;
        };
    }
}
