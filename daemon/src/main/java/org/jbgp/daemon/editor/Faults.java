package org.jbgp.daemon.editor;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/** The answers to requests that fail. */
final class Faults {
    private Faults() {}

    /** The answer to a request that failed. */
    static ResponseError answer(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof ResponseErrorException known) {
            return known.getResponseError();
        }
        if (cause instanceof Refusal refusal) {
            return new ResponseError(ResponseErrorCode.RequestFailed, refusal.getMessage(), null);
        }
        if (cause instanceof UnsupportedOperationException) {
            // LSP4J's own methods throw it where the server has none; a fault of the server's comes as an answer.
            return new ResponseError(ResponseErrorCode.MethodNotFound, "this server does not have that method", null);
        }
        return fault(cause).getResponseError();
    }

    /** The answer for a fault of the server, which is named by its kind and place alone. */
    static ResponseErrorException fault(Throwable failure) {
        return new ResponseErrorException(new ResponseError(ResponseErrorCode.InternalError, describe(failure), null));
    }

    static String describe(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return "internal error: " + failure.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
