/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.outbound;

import io.libp2p.etc.types.NothingToCompleteException;
import io.libp2p.security.InvalidRemotePubKey;
import io.netty.channel.ConnectTimeoutException;
import io.peerage.model.DialOutcome;
import java.net.BindException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells from what the library threw how a dial ended.
 *
 * <p><b>Threading</b>: pure functions, any thread.
 */
public final class DialFailures {
    private static final int DEEPEST = 16;

    private DialFailures() {}

    /**
     * {@return how a dial ended whose future failed with this, wrapped or not}
     *
     * @param failure what was thrown
     */
    public static DialOutcome ofFuture(Throwable failure) {
        DialOutcome known = known(failure);
        // The library closes the channel of a handshake that fails or stalls with any of a dozen
        // exceptions.
        return known != null ? known : DialOutcome.HANDSHAKE;
    }

    /**
     * {@return how a dial ended that {@code connect} itself threw at: nothing was sent yet}
     *
     * @param failure what was thrown
     */
    public static DialOutcome ofCall(Throwable failure) {
        DialOutcome known = known(failure);
        return known != null ? known : DialOutcome.REFUSED;
    }

    private static @Nullable DialOutcome known(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            DialOutcome outcome = one(cause);
            if (outcome != null) {
                return outcome;
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static @Nullable DialOutcome one(Throwable failure) {
        if (failure instanceof InvalidRemotePubKey) {
            return DialOutcome.WRONG_ID;
        }
        // Before its parent, which stands for a refusal.
        if (failure instanceof ConnectTimeoutException
                || failure instanceof SocketTimeoutException
                || failure instanceof TimeoutException) {
            return DialOutcome.TIMEOUT;
        }
        // No local port left, no thread left, shut down: nobody else's fault.
        if (failure instanceof BindException
                || failure instanceof RejectedExecutionException
                || failure instanceof CancellationException) {
            return DialOutcome.CANCELLED;
        }
        if (failure instanceof SocketException
                || failure instanceof UnknownHostException
                || failure instanceof UnresolvedAddressException
                || failure instanceof UnsupportedAddressTypeException
                || failure instanceof NothingToCompleteException) {
            return DialOutcome.REFUSED;
        }
        return null;
    }
}
