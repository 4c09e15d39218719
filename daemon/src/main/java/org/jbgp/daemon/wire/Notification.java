package org.jbgp.daemon.wire;

/**
 * A NOTIFICATION message (RFC 4271 §4.5).
 *
 * @param code error code, 1..255
 * @param subcode error subcode, 0..255
 * @param data diagnostic data, may be empty; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a value object of the slow path; nobody compares notifications
public record Notification(int code, int subcode, byte[] data) {}
