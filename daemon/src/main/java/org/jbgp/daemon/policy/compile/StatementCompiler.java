package org.jbgp.daemon.policy.compile;

import static org.jbgp.daemon.policy.compile.Emitter.cd;
import static org.jbgp.daemon.policy.compile.PolicyCompiler.CD_VALUE;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.tree.Statement;
import org.jbgp.config.filter.tree.StaticAttribute;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.config.filter.value.ValueFormat;
import org.jbgp.daemon.policy.RouteValues;

/** Writes the code of statements. */
final class StatementCompiler {

    /** Expressions and statements that surely fit 8,000 bytes. */
    private static final int MAX_WEIGHT = 150;

    private final Emitter emitter;
    private final CodeBuilder code;
    private final ExpressionCompiler expressions;
    private final ListChangeCompiler listChanges;

    StatementCompiler(Emitter emitter) {
        this.emitter = emitter;
        this.code = emitter.code();
        this.expressions = new ExpressionCompiler(emitter);
        this.listChanges = new ListChangeCompiler(emitter);
    }

    void compile(Statement statement) {
        switch (statement) {
            case Statement.Block block -> block(block.statements());
            case Statement.If condition -> branch(condition);
            case Statement.For loop -> loop(loop);
            case Statement.Case selection -> select(selection);
            case Statement.Finish finish -> finish(finish);
            case Statement.Print print -> print(print.parts(), print.newline());
            case Statement.Return done -> result(done);
            case Statement.SetVariable set -> setVariable(set);
            case Statement.SetAttribute set -> setAttribute(set);
            case Statement.Unset unset -> {
                emitter.position(unset.position());
                if (unset.attribute() instanceof DynamicAttribute attribute) {
                    values();
                    emitter.constant(attribute);
                    code.invokevirtual(
                            cd(RouteValues.class),
                            "unset",
                            MethodTypeDesc.of(ConstantDescs.CD_void, cd(DynamicAttribute.class)));
                }
            }
            case Statement.Evaluate evaluate -> {
                if (expressions.pushAny(evaluate.expression())) {
                    code.pop2();
                } else {
                    code.pop();
                }
            }
            case Statement.Assert assertion -> throw new NotCompilableException("bt_assert is interpreted");
        }
    }

    /**
     * HotSpot does not compile methods of more than 8,000 bytes, and none may have more than 65,535: long blocks
     * without variables are cut into methods of their own.
     */
    private void block(List<Statement> statements) {
        boolean movable = !emitter.hasVariables() && Weight.of(statements) > MAX_WEIGHT;
        if (!movable || (emitter.mode() == Emitter.Mode.FUNCTION && Weight.returns(statements))) {
            statements.forEach(this::compile);
            return;
        }
        int from = 0;
        int weight = 0;
        for (int i = 0; i < statements.size(); i++) {
            int next = Weight.of(statements.get(i));
            if (i > from && weight + next > MAX_WEIGHT) {
                chunk(statements.subList(from, i));
                from = i;
                weight = 0;
            }
            weight += next;
        }
        List<Statement> last = statements.subList(from, statements.size());
        if (from == 0) {
            last.forEach(this::compile);
        } else {
            chunk(last);
        }
    }

    private void chunk(List<Statement> statements) {
        emitter.route().scratch();
        emitter.compiler().invoke(code, List.copyOf(statements));
        emitter.returnIfFinished();
    }

    private void values() {
        emitter.scratch();
        emitter.scratchCall("values", cd(RouteValues.class));
    }

    private void branch(Statement.If condition) {
        expressions.pushTruth(condition.condition(), "if", condition.position());
        Label otherwise = code.newLabel();
        Label end = code.newLabel();
        code.ifeq(otherwise);
        compile(condition.then());
        if (condition.otherwise() != null) {
            code.goto_(end);
        }
        code.labelBinding(otherwise);
        if (condition.otherwise() != null) {
            compile(condition.otherwise());
        }
        code.labelBinding(end);
    }

    private void loop(Statement.For loop) {
        int list = code.allocateLocal(TypeKind.REFERENCE);
        int index = code.allocateLocal(TypeKind.INT);
        int count = code.allocateLocal(TypeKind.INT);
        expressions.pushValue(loop.list());
        code.astore(list);
        emitter.position(loop.position());
        code.aload(list);
        emitter.ops("count", ConstantDescs.CD_int, CD_VALUE);
        code.istore(count).loadConstant(0).istore(index);
        Label test = code.newLabel();
        Label end = code.newLabel();
        code.labelBinding(test).iload(index).iload(count).if_icmpge(end);
        emitter.scratch();
        emitter.scratchCall("step", ConstantDescs.CD_void);
        code.aload(list).iload(index);
        emitter.ops("element", CD_VALUE, CD_VALUE, ConstantDescs.CD_int);
        if (Emitter.isNumber(emitter.type(loop.slot()))) {
            emitter.unbox();
        }
        emitter.store(loop.slot());
        compile(loop.body());
        code.iinc(index, 1).goto_(test).labelBinding(end);
    }

    private void select(Statement.Case selection) {
        FilterType type = selection.subject().type();
        boolean numbers = Emitter.isNumber(type)
                && selection.branches().stream()
                        .allMatch(branch -> branch.labels().element() == type);
        int subject = code.allocateLocal(numbers ? TypeKind.LONG : TypeKind.REFERENCE);
        if (numbers) {
            expressions.pushNumber(selection.subject());
            code.lstore(subject);
        } else {
            expressions.pushValue(selection.subject());
            code.astore(subject);
        }
        Label end = code.newLabel();
        for (Statement.Branch branch : selection.branches()) {
            Label next = code.newLabel();
            if (numbers) {
                code.lload(subject);
            } else {
                code.aload(subject);
            }
            emitter.constant(branch.labels());
            emitter.ops(
                    "label", ConstantDescs.CD_boolean, numbers ? ConstantDescs.CD_long : CD_VALUE, cd(RangeSet.class));
            code.ifeq(next);
            compile(branch.body());
            code.goto_(end).labelBinding(next);
        }
        if (selection.otherwise() != null) {
            compile(selection.otherwise());
        }
        code.labelBinding(end);
    }

    private void finish(Statement.Finish finish) {
        if (!finish.message().isEmpty()) {
            print(finish.message(), true);
        }
        boolean accept = finish.verdict() == Statement.Verdict.ACCEPT;
        if (emitter.mode() == Emitter.Mode.FILTER) {
            code.loadConstant(accept ? CompiledFilter.ACCEPT : CompiledFilter.REJECT)
                    .ireturn();
        } else {
            emitter.scratch();
            code.loadConstant(accept ? 1 : 2);
            emitter.scratchCall("decision", ConstantDescs.CD_void, ConstantDescs.CD_int);
            emitter.returnUndefined();
        }
    }

    private void print(List<Expression> parts, boolean newline) {
        // All parts first: one that prints itself finishes its own line.
        List<Integer> values = new ArrayList<>(parts.size());
        for (Expression part : parts) {
            int value = code.allocateLocal(TypeKind.REFERENCE);
            expressions.pushValue(part);
            code.astore(value);
            values.add(value);
        }
        for (int value : values) {
            emitter.scratch();
            emitter.scratchCall("line", cd(StringBuilder.class));
            code.aload(value)
                    .invokestatic(
                            cd(ValueFormat.class),
                            "append",
                            MethodTypeDesc.of(ConstantDescs.CD_void, cd(StringBuilder.class), CD_VALUE));
        }
        if (newline) {
            emitter.scratch();
            emitter.scratchCall("flush", ConstantDescs.CD_void);
        }
    }

    private void result(Statement.Return done) {
        if (emitter.function() == null) {
            throw new NotCompilableException("return in a filter is interpreted");
        }
        FilterType type = emitter.function().returnType();
        if (!Emitter.isNumber(type)) {
            expressions.pushValue(done.value());
            code.areturn();
        } else if (done.value().type() == type) {
            expressions.pushNumber(done.value());
            code.lreturn();
        } else {
            expressions.pushValue(done.value());
            emitter.unbox();
            code.lreturn();
        }
    }

    private void setVariable(Statement.SetVariable set) {
        FilterType type = set.type();
        boolean number = Emitter.isNumber(type);
        if (set.value() == null) {
            emitter.undefined(type);
        } else if (number && set.value().type() == type) {
            expressions.pushNumber(set.value());
            emitter.position(set.position());
            if (!set.undefinedAllowed()) {
                emitter.constant(type);
                code.ldc("the variable");
                emitter.ops(
                        "defined",
                        ConstantDescs.CD_long,
                        ConstantDescs.CD_long,
                        cd(FilterType.class),
                        ConstantDescs.CD_String);
            }
        } else {
            expressions.pushValue(set.value());
            emitter.position(set.position());
            convert(type, "the variable", set.undefinedAllowed());
            if (number) {
                emitter.unbox();
            }
        }
        emitter.store(set.slot());
    }

    private void convert(FilterType type, String what, boolean undefinedAllowed) {
        emitter.constant(type);
        code.ldc(what);
        if (undefinedAllowed) {
            emitter.ops("convertOrUndefined", CD_VALUE, CD_VALUE, cd(FilterType.class), ConstantDescs.CD_String);
        } else {
            emitter.operations("convert", CD_VALUE, CD_VALUE, cd(FilterType.class), ConstantDescs.CD_String);
        }
    }

    private void setAttribute(Statement.SetAttribute set) {
        if (listChanges.compile(set)) {
            return;
        }
        RouteAttribute attribute = set.attribute();
        FilterType type = attribute.type();
        boolean plain = attribute == StaticAttribute.PREFERENCE
                || (attribute instanceof DynamicAttribute dynamic && ExpressionCompiler.isPlainNumber(dynamic));
        if (plain && set.value().type() == type) {
            int number = code.allocateLocal(TypeKind.LONG);
            expressions.pushNumber(set.value());
            emitter.position(set.position());
            emitter.constant(type);
            code.ldc(attribute.label());
            emitter.ops(
                    "defined",
                    ConstantDescs.CD_long,
                    ConstantDescs.CD_long,
                    cd(FilterType.class),
                    ConstantDescs.CD_String);
            code.lstore(number);
            if (attribute instanceof DynamicAttribute dynamic) {
                emitter.route();
                code.loadConstant(dynamic.slot()).lload(number);
                emitter.routeCall("setU32", ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_long);
            } else {
                values();
                code.lload(number)
                        .invokevirtual(
                                cd(RouteValues.class),
                                "setPreference",
                                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long));
            }
            return;
        }
        int value = code.allocateLocal(TypeKind.REFERENCE);
        expressions.pushValue(set.value());
        emitter.position(set.position());
        convert(type, attribute.label(), false);
        code.astore(value);
        values();
        emitter.constant(attribute);
        code.aload(value)
                .invokevirtual(
                        cd(RouteValues.class),
                        "set",
                        MethodTypeDesc.of(ConstantDescs.CD_void, cd(RouteAttribute.class), CD_VALUE));
    }
}
