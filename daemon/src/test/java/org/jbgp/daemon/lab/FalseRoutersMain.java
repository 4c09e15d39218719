package org.jbgp.daemon.lab;

import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jbgp.kernel.netlink.Libc;

/**
 * A process that sends messages of router discovery to all on a link for some seconds, as fast as it can and from
 * addresses it makes up: good ones, and such with every fault. Arguments: interface, seconds. Prints how many.
 */
public final class FalseRoutersMain {
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW = 3;
    private static final int IPPROTO_RAW = 255;
    private static final int ICMPV6 = 58;
    private static final int HEADER = 40;

    private FalseRoutersMain() {}

    public static void main(String[] arguments) throws Exception {
        int scope = NetworkInterface.getByName(arguments[0]).getIndex();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.parseInt(arguments[1]));
        int fd = Libc.socket(AF_INET6, SOCK_RAW, IPPROTO_RAW);
        ByteBuffer packet = ByteBuffer.allocateDirect(2048);
        ByteBuffer name = ByteBuffer.allocateDirect(28).order(ByteOrder.nativeOrder());
        name.putShort(0, (short) AF_INET6).putInt(24, scope);
        name.order(ByteOrder.BIG_ENDIAN).putLong(8, 0xff02L << 48).putLong(16, 1);
        Random random = new Random(1);
        long sent = 0;
        while (System.nanoTime() - end < 0) {
            int length = packet(packet, random);
            if (Libc.sendto(fd, Libc.addressOf(packet), length, 0, Libc.addressOf(name), 28) > 0) {
                sent++;
            }
        }
        System.out.println(sent);
    }

    private static int packet(ByteBuffer packet, Random random) {
        byte[] body = body(random);
        int kind = random.nextInt(8);
        packet.putInt(0, 6 << 28)
                .putShort(4, (short) body.length)
                .put(6, (byte) ICMPV6)
                .put(7, (byte) (kind == 0 ? random.nextInt(255) : 255))
                .putLong(8, (kind == 1 ? 0x2001_0db8L << 32 : 0xfe80L << 48))
                // Some come again, most are new.
                .putLong(16, 0xbad0_0000L + random.nextInt(random.nextBoolean() ? 4 : 1 << 24))
                .putLong(24, 0xff02L << 48)
                .putLong(32, 1);
        packet.put(HEADER, body);
        packet.putShort(HEADER + 2, (short) 0);
        int sum = checksum(packet, body.length);
        packet.putShort(HEADER + 2, (short) (kind == 2 ? sum + 1 : sum));
        return HEADER + body.length;
    }

    private static byte[] body(Random random) {
        byte[] body = new byte[16 + 8 * random.nextInt(4)];
        body[0] = (byte) (random.nextInt(10) == 0 ? 133 : 134);
        // The lifetime: 0 is a farewell.
        body[6] = (byte) (random.nextInt(3) == 0 ? 0 : 7);
        for (int at = 16; at < body.length; at += 8) {
            body[at] = (byte) random.nextInt(256);
            body[at + 1] = (byte) (random.nextInt(10) == 0 ? random.nextInt(256) : 1);
        }
        return random.nextInt(20) == 0 ? java.util.Arrays.copyOf(body, 4 + random.nextInt(8)) : body;
    }

    /** RFC 8200 §8.1. */
    private static int checksum(ByteBuffer packet, int length) {
        long sum = (long) length + ICMPV6;
        for (int at = 8; at < HEADER + length; at += 2) {
            sum += at + 1 < HEADER + length ? packet.getShort(at) & 0xFFFF : (packet.get(at) & 0xFF) << 8;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) ~sum & 0xFFFF;
    }
}
