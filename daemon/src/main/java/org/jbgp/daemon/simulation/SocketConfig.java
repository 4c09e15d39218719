package org.jbgp.daemon.simulation;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/**
 * Socket options of Linux, of which passwords, hop limits, {@code IP_FREEBIND} and {@code SO_BINDTODEVICE} have an
 * effect; the others are taken and do nothing, and what a kernel would say of a connection (TCP_INFO) is not
 * known. One thread.
 */
final class SocketConfig extends DefaultChannelConfig {
    private static final int AF_INET = 2;
    private static final int LENGTH_AT = 129;
    private static final int KEY_LENGTH_AT = 130;
    private static final int KEY_AT = 136;

    private final Map<String, Object> options = new HashMap<>();
    private final List<Signature> signatures = new ArrayList<>();
    private final Host host;
    /** Index of the interface it is bound to, 0 for none. */
    private int device;

    /** A TCP MD5 key for those in a prefix. */
    private record Signature(KernelIp network, int length, String key) {}

    SocketConfig(Channel channel, Host host) {
        super(channel);
        this.host = host;
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (option.name().startsWith("TCP_MD5SIG")) {
            sign((ByteBuffer) value, option.name().endsWith("EXT"));
        } else if (option.name().equals("SO_BINDTODEVICE")) {
            bind((ByteBuffer) value);
        } else if (!super.setOption(option, value)) {
            options.put(option.name(), value);
        }
        return true;
    }

    private void sign(ByteBuffer structure, boolean prefix) {
        ByteBuffer value = structure.duplicate().order(ByteOrder.nativeOrder());
        boolean ipv4 = value.getShort(0) == AF_INET;
        ByteBuffer bytes = value.duplicate().order(ByteOrder.BIG_ENDIAN);
        KernelIp address = ipv4
                ? KernelIp.ofIpv4(bytes.getInt(4))
                : new KernelIp(Family.IPV6, bytes.getLong(8), bytes.getLong(16));
        int length = prefix ? value.get(LENGTH_AT) & 0xFF : address.family().maxPrefixLength();
        byte[] key = new byte[value.getShort(KEY_LENGTH_AT)];
        value.get(KEY_AT, key);
        signatures.removeIf(known -> known.network.equals(address) && known.length == length);
        if (key.length > 0) {
            signatures.add(new Signature(address, length, new String(key, StandardCharsets.UTF_8)));
        }
    }

    /** The key for somebody, empty for none: that of the longest prefix. */
    String keyFor(KernelIp remote) {
        Signature best = null;
        for (Signature each : signatures) {
            if (each.network.family() == remote.family()
                    && Ip.network(remote, each.length).equals(Ip.network(each.network, each.length))
                    && (best == null || each.length > best.length)) {
                best = each;
            }
        }
        return best == null ? "" : best.key;
    }

    /** Whether a switch was turned on. */
    boolean isSet(String option) {
        return options.entrySet().stream()
                .anyMatch(entry -> entry.getKey().endsWith(option) && Boolean.TRUE.equals(entry.getValue()));
    }

    private void bind(ByteBuffer name) {
        byte[] bytes = new byte[name.capacity()];
        name.get(0, bytes);
        String wanted = new String(bytes, StandardCharsets.UTF_8).split("\0", 2)[0];
        device = host.named(wanted)
                .orElseThrow(() -> new ChannelException("No such device"))
                .index();
    }

    /** Is bound to what another one is bound to, as an accepted connection is. */
    void inherit(SocketConfig listener) {
        device = listener.device;
    }

    /** Index of the VRF it is in: 0 for the default one, -1 if the device it is bound to is gone. */
    int vrf() {
        return device == 0 ? 0 : host.port(device).map(Port::vrf).orElse(-1);
    }

    /** Index of the interface that it sends and receives by alone; 0 if it is bound to a VRF, or to nothing. */
    int onlyInterface() {
        return host.port(device).filter(port -> !port.isVrf()).map(Port::index).orElse(0);
    }

    /** Whether it takes what comes in by an interface; who is not bound takes that of the default VRF alone. */
    boolean takesFrom(Port in) {
        return vrf() == in.vrf() && (onlyInterface() == 0 || onlyInterface() == in.index());
    }

    /** A number that was set, or else. */
    int number(String option, int otherwise) {
        return options.get(option) instanceof Integer set ? set : otherwise;
    }
}
