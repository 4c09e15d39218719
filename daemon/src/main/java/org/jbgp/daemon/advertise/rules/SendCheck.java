package org.jbgp.daemon.advertise.rules;

import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.update.UpdateEncoder;

/**
 * Whether a route can be written for a group's members at all: it needs a next hop they can read, and attributes that
 * leave room for a prefix in a message of theirs. Nearly all routes are found good without being encoded. Confined to
 * the shard.
 */
public final class SendCheck {
    /** More than BGP adds on the way out, with header, next hop and one prefix. */
    private static final int ADDED = 256;

    private final ExportSettings settings;
    private final Shard shard;
    private final ExportTransform transform;
    private final UpdateEncoder encoder;
    private final boolean hasNextHop;
    private final int safeLength;

    /**
     * @param transform shared with the packer, as is the encoder: neither may be at work
     */
    public SendCheck(ExportSettings settings, Shard shard, ExportTransform transform, UpdateEncoder encoder) {
        this.settings = settings;
        this.shard = shard;
        this.transform = transform;
        this.encoder = encoder;
        this.hasNextHop = settings.nextHop().own().length() > 0
                && readable(settings.nextHop().own().length());
        // With 2-byte AS numbers AS_PATH and AS4_PATH together are shorter than twice the path (RFC 6793 §4.2.2).
        int room = settings.encoding().maxMessage() - ADDED;
        this.safeLength = settings.encoding().as4() ? room : room / 2;
    }

    /**
     * Why a route with this attribute set, after the filter, cannot be sent, in words for operators; null if it can.
     */
    public String obstacle(int handle, Channel from) {
        return isPlain(handle) ? null : encoded(handle, from);
    }

    private boolean isPlain(int handle) {
        byte[] blob = shard.attributes().array(handle);
        int offset = shard.attributes().offset(handle);
        int length = shard.attributes().length(handle);
        if (!hasNextHop || length > safeLength) {
            return false;
        }
        int at = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.NEXT_HOP);
        return at == AttributeBlob.ABSENT
                || (readable(AttributeBlob.valueLength(blob, at)) && !ExportTransform.zero(blob, at));
    }

    /** Whether the members can read a next hop of so many bytes. */
    private boolean readable(int length) {
        boolean narrow = length == 4;
        return settings.family() == AddressFamily.IPV4_UNICAST
                ? narrow || settings.encoding().families().extendedNextHop().contains(settings.family())
                : !narrow || settings.nextHop().format().mapsIpv4();
    }

    private String encoded(int handle, Channel from) {
        AttributeBlobBuilder blob = transform.apply(handle, from);
        UpdateEncoder.Readiness readiness = blob == null
                ? UpdateEncoder.Readiness.NO_NEXT_HOP
                : encoder.prepare(settings.family(), blob.array(), 0, blob.length());
        return switch (readiness) {
            case READY -> null;
            case NO_NEXT_HOP ->
                hasNextHop
                        ? "its next hop is the unspecified address"
                        : "this router has no " + label()
                                + " address to give as next hop: `next hop address` in the channel names one";
            case WRONG_NEXT_HOP -> "its next hop is no " + label() + " address";
            case ATTRIBUTES_TOO_LONG ->
                "its attributes fill a message of " + encoder.preparedLength() + " bytes, the neighbor takes "
                        + settings.encoding().maxMessage();
        };
    }

    private String label() {
        return settings.family() == AddressFamily.IPV4_UNICAST ? "IPv4" : "IPv6";
    }
}
