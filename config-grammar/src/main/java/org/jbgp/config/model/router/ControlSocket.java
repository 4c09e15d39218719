package org.jbgp.config.model.router;

/**
 * A further control socket ({@code cli}).
 *
 * @param path where; at most 107 bytes (sun_path in linux/un.h)
 * @param restricted refuse commands that change anything
 */
public record ControlSocket(String path, boolean restricted) {}
