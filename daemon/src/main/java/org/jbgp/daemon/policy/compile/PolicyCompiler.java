package org.jbgp.daemon.policy.compile;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.tree.Function;
import org.jbgp.config.filter.tree.Statement;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyScratch;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.ValidityTables;

/**
 * Turns a checked filter into a hidden class: a method for the filter, one for each function it calls. Numbers of up to
 * 32 bits live in long variables (-1 is undefined), all else in {@code Value} variables; attributes are compared and
 * matched in place.
 */
final class PolicyCompiler {

    static final ClassDesc CD_ROUTE = ClassDesc.of(RouteView.class.getName());
    static final ClassDesc CD_SCRATCH = ClassDesc.of(PolicyScratch.class.getName());
    static final ClassDesc CD_VALUE = ClassDesc.of(Value.class.getName());

    private static final ClassDesc CD_SELF = ClassDesc.of(PolicyCompiler.class.getPackageName() + ".FilterCode");
    private static final ClassDesc CD_LOOKUP =
            MethodHandles.Lookup.class.describeConstable().orElseThrow();
    private static final ClassDesc CD_HANDLES =
            MethodHandles.class.describeConstable().orElseThrow();
    private static final ClassDesc CD_ARRAY = ConstantDescs.CD_Object.arrayType();

    /** Constants with a field of their own, which HotSpot folds; the class initialiser must fit 64 KiB. */
    private static final int MAX_FIELDS = 2000;

    /** What a method may take, JVMS §4.3.3; numbers count twice. */
    private static final int MAX_ARGUMENTS = 255;

    private static final MethodTypeDesc CHUNK_TYPE = MethodTypeDesc.of(ConstantDescs.CD_void, CD_ROUTE, CD_SCRATCH);

    private final List<Object> constants = new ArrayList<>();
    /** By identity: two empty lists are equal though only one of them counts as defined. */
    private final IdentityHashMap<Object, Integer> constantIndex = new IdentityHashMap<>();

    private final List<SourcePosition> positions = new ArrayList<>();
    private final Map<Function, Integer> functions = new HashMap<>();
    private final Deque<Unit> pending = new ArrayDeque<>();
    private int chunks;

    /** A method still to be written. */
    private sealed interface Unit {}

    private record FunctionUnit(Function function) implements Unit {}

    private record ChunkUnit(int number, List<Statement> statements) implements Unit {}

    private PolicyCompiler() {}

    /** The policy of a filter; none if it has something only the interpreter does, or does not fit into a class. */
    static Optional<Policy> compile(Filter filter, ValidityTables tables) {
        PolicyCompiler compiler = new PolicyCompiler();
        return compiler.bytes(filter)
                .map(bytes -> new CompiledPolicy(
                        filter,
                        tables,
                        compiler.define(filter, bytes),
                        compiler.positions.toArray(new SourcePosition[0])));
    }

    /**
     * The class file; none for bt_assert, methods beyond 64 KiB or 255 arguments, classes beyond 65,535 constants, and
     * nesting beyond the stack.
     */
    private Optional<byte[]> bytes(Filter filter) {
        position(filter.position());
        try {
            return Optional.of(ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                            ClassHierarchyResolver.ofClassLoading(PolicyCompiler.class.getClassLoader())))
                    .build(CD_SELF, builder -> build(builder, filter)));
        } catch (NotCompilableException | StackOverflowError e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            // So the class-file API says that something is too large.
            return Optional.empty();
        }
    }

    private CompiledFilter define(Filter filter, byte... bytes) {
        try {
            MethodHandles.Lookup lookup =
                    MethodHandles.lookup().defineHiddenClassWithClassData(bytes, constants.toArray(), true);
            return (CompiledFilter)
                    lookup.findConstructor(lookup.lookupClass(), java.lang.invoke.MethodType.methodType(void.class))
                            .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("cannot define the code of filter " + filter.name(), e);
        }
    }

    private void build(ClassBuilder builder, Filter filter) {
        builder.withFlags(ACC_FINAL | ACC_SYNTHETIC);
        builder.withInterfaceSymbols(ClassDesc.of(CompiledFilter.class.getName()));
        builder.withMethodBody(
                ConstantDescs.INIT_NAME,
                ConstantDescs.MTD_void,
                ACC_PUBLIC,
                code -> code.aload(0)
                        .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .return_());
        builder.withMethodBody(
                "run",
                MethodTypeDesc.of(ConstantDescs.CD_int, CD_ROUTE, CD_SCRATCH),
                ACC_PUBLIC,
                code -> filterBody(code, filter));
        while (!pending.isEmpty()) {
            switch (pending.remove()) {
                case FunctionUnit unit ->
                    builder.withMethodBody(
                            functionName(unit.function()),
                            functionType(unit.function()),
                            ACC_PRIVATE | ACC_STATIC,
                            code -> functionBody(code, unit.function()));
                case ChunkUnit unit ->
                    builder.withMethodBody(
                            "chunk" + unit.number(),
                            CHUNK_TYPE,
                            ACC_PRIVATE | ACC_STATIC,
                            code -> chunkBody(code, unit.statements()));
            }
        }
        builder.withField("all", CD_ARRAY, ACC_PRIVATE | ACC_STATIC | ACC_FINAL);
        for (int i = 0; i < Math.min(constants.size(), MAX_FIELDS); i++) {
            builder.withField("c" + i, constantType(i), ACC_PRIVATE | ACC_STATIC | ACC_FINAL);
        }
        builder.withMethodBody(ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ACC_STATIC, this::initialise);
    }

    private void initialise(CodeBuilder code) {
        code.invokestatic(CD_HANDLES, "lookup", MethodTypeDesc.of(CD_LOOKUP))
                .ldc(ConstantDescs.DEFAULT_NAME)
                .ldc(CD_ARRAY)
                .invokestatic(
                        CD_HANDLES,
                        "classData",
                        MethodTypeDesc.of(
                                ConstantDescs.CD_Object, CD_LOOKUP, ConstantDescs.CD_String, ConstantDescs.CD_Class))
                .checkcast(CD_ARRAY)
                .dup()
                .astore(0)
                .putstatic(CD_SELF, "all", CD_ARRAY);
        for (int i = 0; i < Math.min(constants.size(), MAX_FIELDS); i++) {
            code.aload(0)
                    .loadConstant(i)
                    .aaload()
                    .checkcast(constantType(i))
                    .putstatic(CD_SELF, "c" + i, constantType(i));
        }
        code.return_();
    }

    private void filterBody(CodeBuilder code, Filter filter) {
        Emitter emitter = new Emitter(this, code, Emitter.Mode.FILTER, null);
        Variables.collect(filter.body(), emitter);
        emitter.initialiseVariables(0);
        new StatementCompiler(emitter).compile(filter.body());
        code.loadConstant(CompiledFilter.NONE).ireturn();
    }

    private void functionBody(CodeBuilder code, Function function) {
        Emitter emitter = new Emitter(this, code, Emitter.Mode.FUNCTION, function);
        List<Function.Parameter> parameters = function.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            emitter.parameter(i, parameters.get(i).type());
        }
        Variables.collect(function.body(), emitter);
        emitter.initialiseVariables(parameters.size());
        new StatementCompiler(emitter).compile(function.body());
        emitter.returnUndefined();
    }

    private void chunkBody(CodeBuilder code, List<Statement> statements) {
        Emitter emitter = new Emitter(this, code, Emitter.Mode.CHUNK, null);
        StatementCompiler compiler = new StatementCompiler(emitter);
        statements.forEach(compiler::compile);
        emitter.returnUndefined();
    }

    // ---- what emitters ask -----------------------------------------------------------------------------------------

    /** Whether values of a type are kept as long. */
    static boolean isNumber(FilterType type) {
        return switch (type) {
            case INT, PAIR, QUAD -> true;
            case ENUM_EMPTY -> false;
            default -> type.isEnumeration();
        };
    }

    static ClassDesc descriptor(FilterType type) {
        return isNumber(type) ? ConstantDescs.CD_long : CD_VALUE;
    }

    /** Index of a position in the table of the policy. */
    int position(SourcePosition position) {
        if (positions.isEmpty() || !positions.getLast().equals(position)) {
            positions.add(position);
        }
        return positions.size() - 1;
    }

    /** Pushes an object of the configuration. */
    void constant(CodeBuilder code, Object value) {
        Integer index = constantIndex.get(value);
        if (index == null) {
            index = constants.size();
            constants.add(value);
            constantIndex.put(value, index);
        }
        if (index < MAX_FIELDS) {
            code.getstatic(CD_SELF, "c" + index, constantType(index));
        } else {
            code.getstatic(CD_SELF, "all", CD_ARRAY)
                    .loadConstant(index.intValue())
                    .aaload()
                    .checkcast(constantType(index));
        }
    }

    private ClassDesc constantType(int index) {
        Object value = constants.get(index);
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        return type.describeConstable().orElseThrow();
    }

    /** Calls a function whose arguments are on the stack behind route and scratch. */
    void invoke(CodeBuilder code, Function function) {
        if (functions.putIfAbsent(function, functions.size()) == null) {
            pending.add(new FunctionUnit(function));
        }
        code.invokestatic(CD_SELF, functionName(function), functionType(function));
    }

    /** Moves statements that use no variables to a method of their own and calls it. */
    void invoke(CodeBuilder code, List<Statement> statements) {
        ChunkUnit chunk = new ChunkUnit(chunks++, statements);
        pending.add(chunk);
        code.invokestatic(CD_SELF, "chunk" + chunk.number(), CHUNK_TYPE);
    }

    private String functionName(Function function) {
        return "f" + functions.get(function);
    }

    private static MethodTypeDesc functionType(Function function) {
        List<ClassDesc> parameters = new ArrayList<>(List.of(CD_ROUTE, CD_SCRATCH));
        function.parameters().forEach(parameter -> parameters.add(descriptor(parameter.type())));
        if (parameters.stream().mapToInt(each -> TypeKind.from(each).slotSize()).sum() > MAX_ARGUMENTS) {
            throw new NotCompilableException("too many arguments");
        }
        return MethodTypeDesc.of(descriptor(function.returnType()), parameters);
    }

    /** Finds the types of the variables of a body. */
    private static final class Variables {

        private Variables() {}

        static void collect(Statement statement, Emitter emitter) {
            switch (statement) {
                case Statement.Block block -> block.statements().forEach(each -> collect(each, emitter));
                case Statement.If condition -> {
                    collect(condition.then(), emitter);
                    if (condition.otherwise() != null) {
                        collect(condition.otherwise(), emitter);
                    }
                }
                case Statement.For loop -> {
                    emitter.variable(loop.slot(), loop.element());
                    collect(loop.body(), emitter);
                }
                case Statement.Case selection -> {
                    selection.branches().forEach(branch -> collect(branch.body(), emitter));
                    if (selection.otherwise() != null) {
                        collect(selection.otherwise(), emitter);
                    }
                }
                case Statement.SetVariable set -> emitter.variable(set.slot(), set.type());
                case Statement.Assert assertion -> throw new NotCompilableException("bt_assert is interpreted");
                case Statement.Finish finish -> {}
                case Statement.Print print -> {}
                case Statement.Return done -> {}
                case Statement.SetAttribute set -> {}
                case Statement.Unset unset -> {}
                case Statement.Evaluate evaluate -> {}
            }
        }
    }
}
