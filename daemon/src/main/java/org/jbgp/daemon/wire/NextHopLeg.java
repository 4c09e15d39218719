package org.jbgp.daemon.wire;

/**
 * One way out as {@link AttributeBlob#NEXTHOPS} holds it: {@code [ifindex u32][weight - 1 u8][flags u8: 1 =
 * onlink][address length u8: 0, 4 or 16][address]}. Static readers and a writer; positions are absolute in the array.
 */
public final class NextHopLeg {
    /** Bytes before the gateway's address. */
    public static final int HEADER = 7;

    private static final int WEIGHT = 4;
    private static final int FLAGS = 5;
    private static final int GATEWAY_LENGTH = 6;
    private static final int ONLINK = 1;

    private NextHopLeg() {}

    /** Kernel index of the interface. */
    public static int ifindex(byte[] array, int at) {
        return Bytes.i32(array, at);
    }

    /** Share of the traffic, 1..256. */
    public static int weight(byte[] array, int at) {
        return (array[at + WEIGHT] & 0xff) + 1;
    }

    /** Whether the gateway counts as attached whatever its address. */
    public static boolean onlink(byte[] array, int at) {
        return (array[at + FLAGS] & ONLINK) != 0;
    }

    /** Bytes of the gateway's address: 0 (there is none), 4 or 16. */
    public static int gatewayLength(byte[] array, int at) {
        return array[at + GATEWAY_LENGTH];
    }

    /** Upper half of an IPv6 gateway, else 0. */
    public static long gatewayHi(byte[] array, int at) {
        return array[at + GATEWAY_LENGTH] == 16 ? Bytes.i64(array, at + HEADER) : 0;
    }

    /** Lower half of an IPv6 gateway, an IPv4 gateway unsigned, or 0. */
    public static long gatewayLo(byte[] array, int at) {
        return switch (array[at + GATEWAY_LENGTH]) {
            case 4 -> Bytes.u32(array, at + HEADER);
            case 16 -> Bytes.i64(array, at + HEADER + 8);
            default -> 0;
        };
    }

    /** Position of the next leg, or the end of the value. */
    public static int next(byte[] array, int at) {
        return at + HEADER + array[at + GATEWAY_LENGTH];
    }

    /**
     * Writes a leg, which takes {@link #HEADER} and {@code gatewayLength} bytes.
     *
     * @param weight 1..256
     * @param gatewayLength 0, 4 or 16
     * @return position behind it
     */
    public static int write(
            byte[] array,
            int at,
            int ifindex,
            int weight,
            boolean onlink,
            int gatewayLength,
            long gatewayHi,
            long gatewayLo) {
        Bytes.put32(array, at, ifindex);
        array[at + WEIGHT] = (byte) (weight - 1);
        array[at + FLAGS] = (byte) (onlink ? ONLINK : 0);
        array[at + GATEWAY_LENGTH] = (byte) gatewayLength;
        if (gatewayLength == 4) {
            Bytes.put32(array, at + HEADER, (int) gatewayLo);
        } else if (gatewayLength == 16) {
            Bytes.put64(array, at + HEADER, gatewayHi);
            Bytes.put64(array, at + HEADER + 8, gatewayLo);
        }
        return at + HEADER + gatewayLength;
    }
}
