package org.jbgp.daemon.policy.compile;

import static org.jbgp.daemon.policy.compile.Emitter.cd;
import static org.jbgp.daemon.policy.compile.PolicyCompiler.CD_ROUTE;
import static org.jbgp.daemon.policy.compile.PolicyCompiler.CD_SCRATCH;
import static org.jbgp.daemon.policy.compile.PolicyCompiler.CD_VALUE;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Expression.BinaryOperator;
import org.jbgp.config.filter.tree.Function;
import org.jbgp.config.filter.tree.Method;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.tree.StaticAttribute;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.PathMask;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.daemon.policy.AttributeSlot;
import org.jbgp.daemon.policy.RouteValues;

/** Writes the code of expressions: as number, as truth, or as value. */
final class ExpressionCompiler {

    private static final ClassDesc CD_LONG = ConstantDescs.CD_long;
    private static final ClassDesc CD_INT = ConstantDescs.CD_int;
    private static final ClassDesc CD_BOOLEAN = ConstantDescs.CD_boolean;
    private static final ClassDesc CD_STRING = ConstantDescs.CD_String;

    private final Emitter emitter;
    private final CodeBuilder code;
    private final MatchCompiler matches;

    ExpressionCompiler(Emitter emitter) {
        this.emitter = emitter;
        this.code = emitter.code();
        this.matches = new MatchCompiler(emitter, this);
    }

    /** Whether an attribute is a number of up to 32 bits stored as such. */
    static boolean isPlainNumber(DynamicAttribute attribute) {
        return !attribute.isCustom() && attribute.bit() < 0 && PolicyCompiler.isNumber(attribute.type());
    }

    /** Pushes the result in the form its type has; true if that is a long. */
    boolean pushAny(Expression expression) {
        if (Emitter.isNumber(expression.type())) {
            pushNumber(expression);
            return true;
        }
        pushValue(expression);
        return false;
    }

    // ---- numbers ---------------------------------------------------------------------------------------------------

    /** Pushes a long, -1 for undefined. The expression's type must be one kept as number. */
    void pushNumber(Expression expression) {
        switch (expression) {
            case Expression.Constant constant -> code.loadConstant(((Num) constant.value()).bits());
            case Expression.Variable variable -> emitter.load(variable.slot());
            case Expression.Attribute attribute -> pushNumber(attribute);
            case Expression.Binary binary -> arithmetic(binary);
            case Expression.MethodCall call when matches.pushProperty(call) -> {}
            case Expression.PairOf pair
            when isNumber(pair.asn()) && isNumber(pair.data()) -> {
                pushNumber(pair.asn());
                pushNumber(pair.data());
                emitter.position(pair.position());
                emitter.ops("pair", CD_LONG, CD_LONG, CD_LONG);
            }
            case Expression.Call call -> {
                call(call);
                if (!Emitter.isNumber(call.function().returnType())) {
                    emitter.unbox();
                }
            }
            default -> {
                pushGeneric(expression);
                emitter.unbox();
            }
        }
    }

    private static boolean isNumber(Expression expression) {
        return expression.type() == FilterType.INT;
    }

    private void pushNumber(Expression.Attribute expression) {
        RouteAttribute attribute = expression.attribute();
        switch (attribute) {
            case DynamicAttribute dynamic
            when dynamic.slot() == AttributeSlot.IGP_METRIC -> {
                emitter.route();
                emitter.routeCall("igpMetric", CD_LONG);
            }
            case DynamicAttribute dynamic
            when isPlainNumber(dynamic) -> {
                emitter.route();
                code.loadConstant(dynamic.slot());
                emitter.routeCall("u32", CD_LONG, CD_INT);
            }
            case StaticAttribute known -> {
                emitter.route();
                switch (known) {
                    case PREFERENCE -> emitter.routeCall("preference", CD_LONG);
                    case SOURCE -> emitter.ops("source", CD_LONG, CD_ROUTE);
                    case DEST -> emitter.ops("destination", CD_LONG, CD_ROUTE);
                    case IFINDEX -> emitter.ops("interfaceIndex", CD_LONG, CD_ROUTE);
                    case WEIGHT -> emitter.ops("weight", CD_LONG, CD_ROUTE);
                    case SCOPE -> emitter.ops("scope", CD_LONG, CD_ROUTE);
                    case NET, PROTO, FROM, GW, IFNAME, ONLINK ->
                        throw new IllegalStateException(known + " is not a number");
                }
            }
            case DynamicAttribute dynamic -> {
                pushGeneric(expression);
                emitter.unbox();
            }
        }
    }

    private void arithmetic(Expression.Binary binary) {
        if (!isNumber(binary.left()) || !isNumber(binary.right())) {
            pushGeneric(binary);
            emitter.unbox();
            return;
        }
        pushNumber(binary.left());
        pushNumber(binary.right());
        emitter.position(binary.position());
        String name = switch (binary.operator()) {
            case ADD -> "add";
            case SUBTRACT -> "subtract";
            case MULTIPLY -> "multiply";
            case DIVIDE -> "divide";
            default -> throw new IllegalStateException("not arithmetic: " + binary.operator());
        };
        emitter.ops(name, CD_LONG, CD_LONG, CD_LONG);
    }

    // ---- truth -----------------------------------------------------------------------------------------------------

    /**
     * Pushes 0 or 1; what is not bool at run time is an error at {@code position}.
     *
     * @param use what needs the bool, for the message
     */
    void pushTruth(Expression expression, String use, SourcePosition position) {
        switch (expression) {
            case Expression.Constant constant
            when constant.value() instanceof Num num && num.type() == FilterType.BOOL ->
                code.loadConstant(num.isTrue() ? 1 : 0);
            case Expression.Binary binary when !binary.operator().isArithmetic() -> matches.compare(binary);
            case Expression.Logical logical -> {
                String operator = logical.and() ? "&&" : "||";
                Label decided = code.newLabel();
                Label end = code.newLabel();
                pushTruth(logical.left(), operator, logical.position());
                if (logical.and()) {
                    code.ifeq(decided);
                } else {
                    code.ifne(decided);
                }
                pushTruth(logical.right(), operator, logical.position());
                code.goto_(end).labelBinding(decided);
                code.loadConstant(logical.and() ? 0 : 1).labelBinding(end);
            }
            case Expression.Not not -> {
                pushTruth(not.operand(), "!", not.position());
                code.loadConstant(1).ixor();
            }
            case Expression.Defined defined -> pushDefined(defined.operand());
            default -> {
                pushValue(expression);
                emitter.position(position);
                code.ldc(use);
                emitter.operations("truth", CD_BOOLEAN, CD_VALUE, CD_STRING);
            }
        }
    }

    private void pushDefined(Expression operand) {
        if (Emitter.isNumber(operand.type())) {
            pushNumber(operand);
            code.loadConstant(CompiledOps.UNDEFINED).lcmp();
            Label no = code.newLabel();
            Label end = code.newLabel();
            code.ifeq(no)
                    .loadConstant(1)
                    .goto_(end)
                    .labelBinding(no)
                    .loadConstant(0)
                    .labelBinding(end);
            return;
        }
        if (operand instanceof Expression.Attribute attribute) {
            if (attribute.attribute() instanceof StaticAttribute) {
                code.loadConstant(1);
                return;
            }
            if (attribute.attribute() instanceof DynamicAttribute dynamic
                    && !dynamic.isCustom()
                    && dynamic.type() != FilterType.IP) {
                emitter.route();
                code.loadConstant(dynamic.slot());
                emitter.routeCall("has", CD_BOOLEAN, CD_INT);
                return;
            }
        }
        pushValue(operand);
        code.invokeinterface(CD_VALUE, "isDefined", MethodTypeDesc.of(CD_BOOLEAN));
    }

    // ---- values ----------------------------------------------------------------------------------------------------

    /** Pushes a {@link Value}. */
    void pushValue(Expression expression) {
        if (expression instanceof Expression.Constant constant) {
            emitter.constant(constant.value());
        } else if (expression instanceof Expression.Call call) {
            call(call);
            if (Emitter.isNumber(call.function().returnType())) {
                emitter.box(call.function().returnType());
            }
        } else if (Emitter.isNumber(expression.type())) {
            pushNumber(expression);
            emitter.box(expression.type());
        } else {
            pushGeneric(expression);
        }
    }

    /** Pushes a {@link Value} by the operations the interpreter uses too. */
    private void pushGeneric(Expression expression) {
        switch (expression) {
            case Expression.Constant constant -> emitter.constant(constant.value());
            case Expression.Variable variable -> {
                emitter.load(variable.slot());
                if (Emitter.isNumber(emitter.type(variable.slot()))) {
                    emitter.box(emitter.type(variable.slot()));
                }
            }
            case Expression.Attribute attribute -> {
                emitter.position(attribute.position());
                emitter.scratch();
                emitter.scratchCall("values", cd(RouteValues.class));
                emitter.constant(attribute.attribute());
                code.invokevirtual(cd(RouteValues.class), "get", MethodTypeDesc.of(CD_VALUE, cd(RouteAttribute.class)));
            }
            case Expression.Binary binary when binary.operator().isArithmetic() -> generic(binary);
            case Expression.Binary binary -> {
                matches.compare(binary);
                emitter.ops("bool", CD_VALUE, CD_BOOLEAN);
            }
            case Expression.Logical logical -> truthValue(logical);
            case Expression.Not not -> truthValue(not);
            case Expression.Defined defined -> truthValue(defined);
            case Expression.Call call -> pushValue(call);
            case Expression.MethodCall call -> method(call);
            case Expression.PairOf pair -> {
                pushValue(pair.asn());
                pushValue(pair.data());
                emitter.position(pair.position());
                emitter.operations("pairOf", CD_VALUE, CD_VALUE, CD_VALUE);
            }
            case Expression.ExtendedCommunityOf community -> {
                code.loadConstant(community.kind());
                pushValue(community.key());
                pushValue(community.value());
                emitter.position(community.position());
                emitter.operations("extendedCommunityOf", CD_VALUE, CD_INT, CD_VALUE, CD_VALUE);
            }
            case Expression.LargeCommunityOf community -> {
                pushValue(community.asn());
                pushValue(community.data1());
                pushValue(community.data2());
                emitter.position(community.position());
                emitter.operations("largeCommunityOf", CD_VALUE, CD_VALUE, CD_VALUE, CD_VALUE);
            }
            case Expression.MaskOf mask -> mask(mask);
            case Expression.Format format -> {
                pushValue(format.value());
                emitter.ops("format", CD_VALUE, CD_VALUE);
            }
            case Expression.FromHex hex -> {
                pushValue(hex.text());
                emitter.position(hex.position());
                emitter.operations("fromHex", CD_VALUE, CD_VALUE);
            }
            case Expression.RoaCheck check -> {
                if (check.prefix() == null) {
                    emitter.position(check.position());
                    emitter.route().scratch();
                    code.ldc(check.table());
                    emitter.ops("roaCheck", CD_VALUE, CD_ROUTE, CD_SCRATCH, CD_STRING);
                } else {
                    pushValue(check.prefix());
                    pushValue(check.asn());
                    emitter.position(check.position());
                    emitter.scratch();
                    code.ldc(check.table());
                    emitter.ops("roaCheck", CD_VALUE, CD_VALUE, CD_VALUE, CD_SCRATCH, CD_STRING);
                }
            }
            case Expression.AttributeOf of ->
                throw new NotCompilableException("routes that are merged are interpreted");
            case Expression.AspaCheck check -> {
                pushValue(check.path());
                pushValue(check.upstream());
                emitter.position(check.position());
                emitter.scratch();
                code.ldc(check.table());
                emitter.ops("aspaCheck", CD_VALUE, CD_VALUE, CD_VALUE, CD_SCRATCH, CD_STRING);
            }
        }
    }

    private void truthValue(Expression expression) {
        pushTruth(expression, "", expression.position());
        emitter.ops("bool", CD_VALUE, CD_BOOLEAN);
    }

    /** An operator by {@code Operations.binary}. */
    void generic(Expression.Binary binary) {
        int left = code.allocateLocal(TypeKind.REFERENCE);
        int right = code.allocateLocal(TypeKind.REFERENCE);
        boolean rightFirst = binary.operator().isRightFirst();
        pushValue(rightFirst ? binary.right() : binary.left());
        code.astore(rightFirst ? right : left);
        pushValue(rightFirst ? binary.left() : binary.right());
        code.astore(rightFirst ? left : right);
        emitter.position(binary.position());
        emitter.constant(binary.operator());
        code.aload(left).aload(right);
        emitter.operations("binary", CD_VALUE, cd(BinaryOperator.class), CD_VALUE, CD_VALUE);
    }

    private void method(Expression.MethodCall call) {
        emitter.constant(call.method());
        pushValue(call.object());
        if (call.arguments().isEmpty()) {
            code.aconst_null();
        } else {
            pushValue(call.arguments().getFirst());
        }
        emitter.position(call.position());
        emitter.operations("method", CD_VALUE, cd(Method.class), CD_VALUE, CD_VALUE);
    }

    private void mask(Expression.MaskOf mask) {
        ClassDesc list = cd(ArrayList.class);
        code.new_(list).dup().invokespecial(list, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
        for (Expression.MaskItem item : mask.items()) {
            code.dup();
            switch (item) {
                case Expression.MaskItem.Fixed fixed -> emitter.constant(fixed.item());
                case Expression.MaskItem.Computed computed -> {
                    pushValue(computed.expression());
                    emitter.position(computed.expression().position());
                    code.loadConstant(computed.repeated() ? 1 : 0);
                    emitter.operations("maskItem", cd(PathMask.Item.class), CD_VALUE, CD_BOOLEAN);
                }
            }
            code.invokevirtual(list, "add", MethodTypeDesc.of(CD_BOOLEAN, ConstantDescs.CD_Object))
                    .pop();
        }
        emitter.ops("mask", CD_VALUE, cd(List.class));
    }

    /** Leaves the function's result in the form of its return type. */
    private void call(Expression.Call call) {
        Function function = call.function();
        emitter.route().scratch();
        for (int i = 0; i < call.arguments().size(); i++) {
            Function.Parameter parameter = function.parameters().get(i);
            Expression argument = call.arguments().get(i);
            if (argument.type() == parameter.type()) {
                if (pushAny(argument) != Emitter.isNumber(parameter.type())) {
                    throw new IllegalStateException("argument form");
                }
            } else {
                pushValue(argument);
                emitter.position(call.position());
                emitter.constant(parameter.type());
                code.ldc("argument " + parameter.name());
                emitter.ops("convertOrUndefined", CD_VALUE, CD_VALUE, cd(FilterType.class), CD_STRING);
                if (Emitter.isNumber(parameter.type())) {
                    emitter.unbox();
                }
            }
        }
        emitter.position(call.position());
        emitter.scratch();
        emitter.scratchCall("enter", ConstantDescs.CD_void);
        emitter.compiler().invoke(code, function);
        emitter.scratch();
        emitter.scratchCall("leave", ConstantDescs.CD_void);
        emitter.returnIfFinished();
    }
}
