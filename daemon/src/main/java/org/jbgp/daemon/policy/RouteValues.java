package org.jbgp.daemon.policy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.RouteAccess;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.tree.StaticAttribute;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.Text;
import org.jbgp.config.filter.value.Undefined;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.Wide;
import org.jbgp.config.filter.value.WireBytes;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.Scope;

/**
 * The attributes of the route in a {@link RouteView} as values of the filter language. Belongs to the view's thread.
 */
public final class RouteValues implements RouteAccess {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int MAX_PREFERENCE = 0xFFFF;
    private static final int MAX_WEIGHT = 256;

    private final RouteView route;
    private final byte[] buffer = new byte[32];

    RouteValues(RouteView route) {
        this.route = route;
    }

    @Override
    public Value get(RouteAttribute attribute) {
        return switch (attribute) {
            case StaticAttribute known -> get(known);
            case DynamicAttribute known -> get(known);
        };
    }

    private Value get(StaticAttribute attribute) {
        return switch (attribute) {
            case NET ->
                route.family() == AddressFamily.IPV4_UNICAST
                        ? Net.ip4(route.prefixLo(), route.prefixLength())
                        : Net.ip6(route.prefixHi(), route.prefixLo(), route.prefixLength());
            case PROTO -> new Text(route.source().protocol());
            case SOURCE -> new Num(FilterType.ENUM_RTS, route.kind().code());
            case FROM -> from();
            case GW -> address(route.gatewayLength(), route.gatewayHi(), route.gatewayLo());
            case IFNAME -> new Text(interfaceName());
            case IFINDEX -> Num.integer(route.interfaceIndex());
            case DEST -> new Num(FilterType.ENUM_RTD, route.destination().code());
            case SCOPE -> {
                long scope = route.u32(AttributeSlot.SCOPE);
                yield new Num(FilterType.ENUM_SCOPE, scope == RouteView.UNDEFINED ? Scope.UNIVERSE.code() : scope);
            }
            case PREFERENCE -> Num.integer(route.preference());
            case WEIGHT -> Num.integer(route.weight());
            case ONLINK -> Num.bool(route.onlink());
        };
    }

    private String interfaceName() {
        int index = route.interfaceIndex();
        return index == 0 ? "" : route.links().nameOf(index);
    }

    private Value from() {
        if (route.has(AttributeSlot.FROM)) {
            return address(AttributeSlot.FROM);
        }
        InetAddress peer = route.source().peerAddress();
        if (peer == null) {
            return Wide.ip6(0, 0);
        }
        byte[] bytes = peer.getAddress();
        return bytes.length == 4
                ? Wide.ip4((int) INT.get(bytes, 0))
                : Wide.ip6((long) LONG.get(bytes, 0), (long) LONG.get(bytes, 8));
    }

    private static Wide address(int length, long hi, long lo) {
        return switch (length) {
            case 4 -> Wide.ip4(lo);
            case 16 -> Wide.ip6(hi, lo);
            default -> Wide.ip6(0, 0);
        };
    }

    private Value address(int slot) {
        byte[] array = route.array(slot);
        int at = route.offset(slot);
        return switch (route.length(slot)) {
            case 4 -> Wide.ip4((int) INT.get(array, at));
            case 16, 32 -> Wide.ip6((long) LONG.get(array, at), (long) LONG.get(array, at + 8));
            default -> Undefined.VOID;
        };
    }

    private Value get(DynamicAttribute attribute) {
        int slot = attribute.slot();
        FilterType type = attribute.type();
        if (slot == AttributeSlot.IGP_METRIC) {
            long metric = route.igpMetric();
            return metric == RouteView.UNDEFINED ? Undefined.VOID : Num.integer(metric);
        }
        if (!route.has(slot)) {
            return Undefined.of(type);
        }
        byte[] array = route.array(slot);
        int at = route.offset(slot);
        int length = route.length(slot);
        if (attribute.isCustom()) {
            return CustomValues.decode(type, array, at, length);
        }
        if (attribute.bit() >= 0) {
            return Num.bool((route.u32(slot) >>> attribute.bit() & 1) != 0);
        }
        return switch (type) {
            case IP -> address(slot);
            case STRING -> new Text(new String(array, at, length, StandardCharsets.UTF_8));
            case PATH, CLIST, ECLIST, LCLIST, BYTESTRING -> WireBytes.copyOf(type, array, at, length);
            case ENUM_EMPTY -> new Num(type, 0);
            default -> {
                long number = route.u32(slot);
                yield number == RouteView.UNDEFINED ? Undefined.VOID : new Num(type, number);
            }
        };
    }

    @Override
    public void set(RouteAttribute attribute, Value value) {
        switch (attribute) {
            case StaticAttribute known -> set(known, value);
            case DynamicAttribute known -> set(known, value);
        }
    }

    private void set(StaticAttribute attribute, Value value) {
        switch (attribute) {
            case NET, PROTO, SOURCE, IFINDEX -> throw new FilterException(attribute.label() + " cannot be set");
            case FROM -> setAddress(AttributeSlot.FROM, (Wide) value);
            case GW -> setGateway((Wide) value);
            case IFNAME -> {
                String name = ((Text) value).text();
                int index = route.links().indexOf(name);
                if (index == 0) {
                    throw new FilterException("there is no interface \"" + name + "\"");
                }
                route.setNextHop(index, 1, false, 0, 0, 0);
            }
            case DEST -> {
                Destination destination = Destination.of(((Num) value).bits());
                if (destination == Destination.NONE || destination == Destination.UNICAST) {
                    throw new FilterException("dest can only become blackhole, unreachable or prohibit");
                }
                route.setDestination(destination);
            }
            case SCOPE -> route.setU32(AttributeSlot.SCOPE, ((Num) value).bits());
            case PREFERENCE -> setPreference(((Num) value).bits());
            case WEIGHT -> setWeight(((Num) value).bits());
            case ONLINK -> setOnlink(((Num) value).isTrue());
        }
    }

    /** Sets the preference after checking its range. */
    public void setPreference(long preference) {
        if (preference > MAX_PREFERENCE) {
            throw new FilterException("preference " + preference + " is out of range, the greatest is 65535");
        }
        route.setPreference(preference);
    }

    private void setGateway(Wide gateway) {
        int length = gateway.isIp4() ? 4 : 16;
        long hi = gateway.isIp4() ? 0 : gateway.hi();
        long lo = gateway.isIp4() ? gateway.ip4() : gateway.lo();
        boolean onlink = route.onlink();
        boolean linkLocal = length == 16 && hi >>> 54 == 0xFE80L >>> 6;
        int only = onlink || linkLocal ? route.interfaceIndex() : 0;
        int index = route.links().neighborInterface(length, hi, lo, only, onlink);
        if (index == 0) {
            throw new FilterException(
                    "no interface leads directly to gw " + org.jbgp.config.filter.value.ValueFormat.format(gateway));
        }
        route.setNextHop(index, 1, onlink, length, hi, lo);
    }

    private void setWeight(long weight) {
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new FilterException("weight " + weight + " is out of range 1..256");
        }
        if (route.destination() != Destination.UNICAST) {
            throw new FilterException("weight needs a route with a next hop");
        }
        route.setNextHop(
                route.interfaceIndex(),
                (int) weight,
                route.onlink(),
                route.gatewayLength(),
                route.gatewayHi(),
                route.gatewayLo());
    }

    private void setOnlink(boolean onlink) {
        if (route.destination() == Destination.UNICAST) {
            route.setNextHop(
                    route.interfaceIndex(),
                    route.weight(),
                    onlink,
                    route.gatewayLength(),
                    route.gatewayHi(),
                    route.gatewayLo());
        }
    }

    private void setAddress(int slot, Wide ip) {
        if (ip.isIp4()) {
            INT.set(buffer, 0, (int) ip.ip4());
            route.setBytes(slot, buffer, 0, 4);
        } else {
            LONG.set(buffer, 0, ip.hi());
            LONG.set(buffer, 8, ip.lo());
            route.setBytes(slot, buffer, 0, 16);
        }
    }

    private void set(DynamicAttribute attribute, Value value) {
        int slot = attribute.slot();
        if (attribute.isCustom()) {
            byte[] encoded = CustomValues.encode(attribute.type(), value);
            route.setBytes(slot, encoded, 0, encoded.length);
            return;
        }
        if (attribute.bit() >= 0) {
            long mask = Math.max(0, route.u32(slot));
            long bit = 1L << attribute.bit();
            route.setU32(slot, ((Num) value).isTrue() ? mask | bit : mask & ~bit);
            return;
        }
        switch (value) {
            case Num num -> route.setU32(slot, num.bits());
            case Wide ip -> setAddress(slot, ip);
            case Text text -> {
                byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
                route.setBytes(slot, bytes, 0, bytes.length);
            }
            case WireBytes bytes -> route.setBytes(slot, bytes.array(), 0, bytes.length());
            default ->
                throw new FilterException(
                        attribute.label() + " cannot be " + value.type().label());
        }
    }

    @Override
    public void unset(DynamicAttribute attribute) {
        if (attribute.bit() < 0) {
            route.unset(attribute.slot());
        } else if (route.has(attribute.slot())) {
            route.setU32(attribute.slot(), route.u32(attribute.slot()) & ~(1L << attribute.bit()));
        }
    }
}
