package org.jbgp.daemon;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The one place that touches {@code sun.misc.Signal}: Java has no other word for signals, and the module that holds it
 * (jdk.unsupported) has kept it since Java 9. By reflection, as javac warns of every direct use and cannot be made
 * otherwise.
 */
final class JvmSignals {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private JvmSignals() {}

    /** Runs the action, on a thread of the JVM, for each signal of this name ({@code HUP}, not {@code SIGHUP}). */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signalType = Class.forName(SIGNAL);
            Class<?> handlerType = Class.forName(HANDLER);
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.invoke(action, arguments);
                    });
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal(name), handler);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("cannot handle SIG" + name, e);
        }
    }

    /** Sends the signal to this process. For tests. */
    static void raise(String name) {
        try {
            Class<?> signalType = Class.forName(SIGNAL);
            signalType.getMethod("raise", signalType).invoke(null, signal(name));
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("cannot raise SIG" + name, e);
        }
    }

    private static Object signal(String name) {
        try {
            return Class.forName(SIGNAL).getConstructor(String.class).newInstance(name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no signal SIG" + name + " here", e);
        }
    }
}
