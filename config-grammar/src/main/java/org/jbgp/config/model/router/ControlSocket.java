package org.jbgp.config.model.router;

/**
 * A further control socket ({@code cli}).
 *
 * @param path where; at most 107 bytes (sun_path in linux/un.h)
 * @param restricted refuse commands that change anything
 * @param v2Attributes where replies are those of BIRD 3, name attributes of routes as BIRD 2 does
 */
public record ControlSocket(String path, boolean restricted, boolean v2Attributes) {}
