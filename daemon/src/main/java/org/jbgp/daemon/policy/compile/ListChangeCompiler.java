package org.jbgp.daemon.policy.compile;

import static org.jbgp.daemon.policy.compile.Emitter.cd;
import static org.jbgp.daemon.policy.compile.PolicyCompiler.CD_ROUTE;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Method;
import org.jbgp.config.filter.tree.Statement;
import org.jbgp.config.filter.value.CommunityLists;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.Wide;
import org.jbgp.config.filter.value.WireBytes;

/**
 * Writes changes of a list attribute by a constant: {@code bgp_community.add((65000, 1))}, {@code
 * bgp_path.prepend(65000)}, …
 */
final class ListChangeCompiler {

    private static final ClassDesc CD_BYTES = ConstantDescs.CD_byte.arrayType();

    private final Emitter emitter;

    ListChangeCompiler(Emitter emitter) {
        this.emitter = emitter;
    }

    /** Writes the statement if it is such a change; false if not, and nothing is written. */
    boolean compile(Statement.SetAttribute set) {
        if (!(set.attribute() instanceof DynamicAttribute attribute)
                || attribute.isCustom()
                || !attribute.type().isList()
                || !(set.value() instanceof Expression.MethodCall call)
                || !(call.object() instanceof Expression.Attribute changed)
                || !changed.attribute().equals(attribute)
                || call.arguments().size() != 1
                || !(call.arguments().getFirst() instanceof Expression.Constant argument)) {
            return false;
        }
        return attribute.type() == FilterType.PATH
                ? path(set, call.method(), attribute, argument.value())
                : communities(set, call.method(), attribute, argument.value());
    }

    private boolean path(Statement.SetAttribute set, Method method, DynamicAttribute path, Value argument) {
        if (method != Method.PREPEND || !(argument instanceof Num asn) || asn.type() != FilterType.INT) {
            return false;
        }
        begin(set, path);
        emitter.code().loadConstant(asn.bits());
        change("prepend", ConstantDescs.CD_long);
        return true;
    }

    private boolean communities(Statement.SetAttribute set, Method method, DynamicAttribute list, Value argument) {
        boolean filters = method == Method.DELETE || method == Method.FILTER;
        if (filters && argument instanceof RangeSet ranges && CommunityLists.fits(list.type(), ranges)) {
            begin(set, list);
            emitter.constant(list.type()).constant(ranges);
            emitter.code().loadConstant(method == Method.FILTER ? 1 : 0);
            change("filter", cd(FilterType.class), cd(RangeSet.class), ConstantDescs.CD_boolean);
            return true;
        }
        boolean element = isElement(list.type(), argument);
        if ((!filters && method != Method.ADD)
                || (!element && argument.type() != list.type())
                || (element && method == Method.FILTER)) {
            return false;
        }
        begin(set, list);
        emitter.constant(list.type())
                .constant(element ? CommunityLists.encode(argument) : ((WireBytes) argument).array());
        if (method == Method.ADD) {
            change("add", cd(FilterType.class), CD_BYTES);
        } else {
            emitter.code().loadConstant(method == Method.FILTER ? 1 : 0);
            change("filter", cd(FilterType.class), CD_BYTES, ConstantDescs.CD_boolean);
        }
        return true;
    }

    private static boolean isElement(FilterType list, Value value) {
        return switch (value) {
            case Num num ->
                list == FilterType.CLIST
                        ? num.type() == FilterType.PAIR || num.type() == FilterType.QUAD || num.type() == FilterType.INT
                        : list == FilterType.ECLIST && num.type() == FilterType.EC;
            case Wide wide -> list == FilterType.LCLIST && wide.type() == FilterType.LC;
            default -> false;
        };
    }

    private void begin(Statement.SetAttribute set, DynamicAttribute attribute) {
        emitter.position(set.position());
        emitter.route();
        emitter.code().loadConstant(attribute.slot());
    }

    private void change(String method, ClassDesc... further) {
        emitter.code()
                .invokestatic(
                        cd(ListChanges.class),
                        method,
                        MethodTypeDesc.of(ConstantDescs.CD_void, CD_ROUTE, ConstantDescs.CD_int)
                                .insertParameterTypes(2, further));
    }
}
