package org.jbgp.daemon.policy.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.filter.run.Operations;
import org.jbgp.config.filter.tree.Function;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Undefined;
import org.jbgp.config.source.SourcePosition;

/** The code of one method while it is written: where route, scratch and variables lie, and common sequences. */
final class Emitter {

    private static final ClassDesc CD_OPS = ClassDesc.of(CompiledOps.class.getName());
    private static final ClassDesc CD_OPERATIONS = ClassDesc.of(Operations.class.getName());

    /** What the method is: it decides how it is left. */
    enum Mode {
        /** The filter itself: answers the decision. */
        FILTER,
        /** A function: answers its result, a decision goes to the scratch. */
        FUNCTION,
        /** A part of one of them: answers nothing, a decision goes to the scratch. */
        CHUNK
    }

    private final PolicyCompiler compiler;
    private final CodeBuilder code;
    private final Mode mode;
    private final int routeLocal;
    private final Function function;
    private final List<FilterType> types = new ArrayList<>();
    private final List<Integer> locals = new ArrayList<>();
    private int at = -1;

    /** {@code function} is null unless the mode is {@link Mode#FUNCTION}. */
    Emitter(PolicyCompiler compiler, CodeBuilder code, Mode mode, Function function) {
        this.compiler = compiler;
        this.code = code;
        this.mode = mode;
        this.routeLocal = mode == Mode.FILTER ? 1 : 0;
        this.function = function;
    }

    CodeBuilder code() {
        return code;
    }

    /** The function being written; null for a filter or a part of one. */
    Function function() {
        return function;
    }

    Mode mode() {
        return mode;
    }

    boolean hasVariables() {
        return !types.isEmpty();
    }

    PolicyCompiler compiler() {
        return compiler;
    }

    // ---- variables -------------------------------------------------------------------------------------------------

    void parameter(int index, FilterType type) {
        record(index, type, code.parameterSlot(index + 2));
    }

    void variable(int slot, FilterType type) {
        if (slot >= types.size() || types.get(slot) == null) {
            record(slot, type, code.allocateLocal(isNumber(type) ? TypeKind.LONG : TypeKind.REFERENCE));
        }
    }

    private void record(int slot, FilterType type, int local) {
        while (types.size() <= slot) {
            types.add(null);
            locals.add(-1);
        }
        types.set(slot, type);
        locals.set(slot, local);
    }

    /**
     * Gives every variable from that slot on the undefined value, so that each is set on every way through the code.
     */
    void initialiseVariables(int from) {
        for (int slot = from; slot < types.size(); slot++) {
            if (types.get(slot) != null) {
                undefined(types.get(slot));
                store(slot);
            }
        }
    }

    FilterType type(int slot) {
        return types.get(slot);
    }

    void load(int slot) {
        code.loadLocal(kind(slot), locals.get(slot));
    }

    void store(int slot) {
        code.storeLocal(kind(slot), locals.get(slot));
    }

    private TypeKind kind(int slot) {
        return isNumber(types.get(slot)) ? TypeKind.LONG : TypeKind.REFERENCE;
    }

    static boolean isNumber(FilterType type) {
        return PolicyCompiler.isNumber(type);
    }

    // ---- common sequences ------------------------------------------------------------------------------------------

    Emitter route() {
        code.aload(routeLocal);
        return this;
    }

    Emitter scratch() {
        code.aload(routeLocal + 1);
        return this;
    }

    Emitter constant(Object value) {
        compiler.constant(code, value);
        return this;
    }

    /** From here on run-time errors are reported at that position. */
    void position(SourcePosition position) {
        at = compiler.position(position);
        scratch();
        code.loadConstant(at)
                .invokevirtual(
                        PolicyCompiler.CD_SCRATCH,
                        "at",
                        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int));
    }

    /** Pushes what an unset variable of the type holds. */
    void undefined(FilterType type) {
        if (isNumber(type)) {
            code.loadConstant(CompiledOps.UNDEFINED);
        } else {
            constant(Undefined.of(type));
        }
    }

    /** Turns the number on the stack into a value. */
    void box(FilterType type) {
        constant(type);
        ops("number", PolicyCompiler.CD_VALUE, ConstantDescs.CD_long, cd(FilterType.class));
    }

    /** Turns the value on the stack into a number. */
    void unbox() {
        ops("bits", ConstantDescs.CD_long, PolicyCompiler.CD_VALUE);
    }

    void ops(String method, ClassDesc result, ClassDesc... arguments) {
        code.invokestatic(CD_OPS, method, MethodTypeDesc.of(result, arguments));
    }

    void operations(String method, ClassDesc result, ClassDesc... arguments) {
        code.invokestatic(CD_OPERATIONS, method, MethodTypeDesc.of(result, arguments));
    }

    void routeCall(String method, ClassDesc result, ClassDesc... arguments) {
        code.invokevirtual(PolicyCompiler.CD_ROUTE, method, MethodTypeDesc.of(result, arguments));
    }

    void scratchCall(String method, ClassDesc result, ClassDesc... arguments) {
        code.invokevirtual(PolicyCompiler.CD_SCRATCH, method, MethodTypeDesc.of(result, arguments));
    }

    /** Leaves the method; what it answers does not matter or is {@code undefined}. */
    void returnUndefined() {
        returnUndefined(code);
    }

    private void returnUndefined(CodeBuilder at) {
        switch (mode) {
            case FILTER -> at.loadConstant(CompiledFilter.NONE).ireturn();
            case CHUNK -> at.return_();
            case FUNCTION -> {
                if (isNumber(function.returnType())) {
                    at.loadConstant(CompiledOps.UNDEFINED).lreturn();
                } else {
                    compiler.constant(at, Undefined.VOID);
                    at.areturn();
                }
            }
        }
    }

    /** Leaves the method if what was just called said accept or reject; a result stays on the stack. */
    void returnIfFinished() {
        scratch();
        scratchCall("decision", ConstantDescs.CD_int);
        code.ifThen(Opcode.IFNE, inner -> {
            if (mode == Mode.FILTER) {
                inner.aload(routeLocal + 1)
                        .invokevirtual(PolicyCompiler.CD_SCRATCH, "decision", MethodTypeDesc.of(ConstantDescs.CD_int));
                // 1 (accept) becomes 0, 2 (reject) becomes 1: turn them round.
                inner.loadConstant(1).isub().loadConstant(1).ixor().ireturn();
            } else {
                returnUndefined(inner);
            }
        });
    }

    static ClassDesc cd(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
