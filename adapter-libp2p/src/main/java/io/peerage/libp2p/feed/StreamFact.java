/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.feed;

import io.libp2p.core.Stream;
import io.peerage.model.Direction;
import io.peerage.model.Result;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream: hears of its protocol, and then of its end.
 *
 * <p><b>Threading</b>: one call after the other, each from any thread: the second is registered by the first.
 */
final class StreamFact implements BiConsumer<@Nullable Object, @Nullable Throwable> {
    private static final int NEW = -1;

    private final StreamFeed feed;
    private final Stream stream;
    private final long connection;
    private final Direction direction;
    private int protocol = NEW;

    StreamFact(StreamFeed feed, Stream stream, long connection, boolean initiator) {
        this.feed = feed;
        this.stream = stream;
        this.connection = connection;
        this.direction = initiator ? Direction.OUTBOUND : Direction.INBOUND;
    }

    @Override
    public void accept(@Nullable Object value, @Nullable Throwable failure) {
        try {
            if (protocol != NEW) {
                feed.facts().streamClosed(connection, protocol, direction);
            } else if (value != null) {
                opened(value.toString());
            }
        } catch (Throwable e) {
            feed.failed(e);
        }
    }

    private void opened(String name) {
        protocol = feed.number(name);
        if (feed.isTold(protocol)) {
            feed.facts().protocol(connection, protocol, true);
        }
        if (feed.facts().streamOpened(connection, protocol, direction) == Result.DONE.code()) {
            var unused = stream.closeFuture().whenComplete(this);
        }
    }
}
