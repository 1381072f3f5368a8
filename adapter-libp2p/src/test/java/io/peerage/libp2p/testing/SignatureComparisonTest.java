/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.libp2p.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.libp2p.core.Connection;
import io.libp2p.core.Host;
import io.libp2p.core.PeerId;
import io.libp2p.core.multiformats.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureComparisonTest {
    /** A class as it is. */
    public interface Real {
        void clear();

        List<String> names();

        default int count() {
            return 0;
        }
    }

    /** The same with a default method made abstract. */
    public interface Abstract {
        void clear();

        List<String> names();

        int count();
    }

    /** The same with another element. */
    public interface OtherElement {
        void clear();

        List<Integer> names();

        default int count() {
            return 0;
        }
    }

    /** One method short. */
    public interface Shorter {
        void clear();

        default int count() {
            return 0;
        }
    }

    /** One method more. */
    public interface Longer {
        void clear();

        List<String> names();

        default int count() {
            return 0;
        }

        default void more() {}
    }

    /** Of another kind. */
    public abstract static class OtherKind {
        public abstract void clear();

        public abstract List<String> names();
    }

    /** Two constants. */
    public enum Two {
        FIRST,
        SECOND
    }

    /** The same the other way round. */
    public enum OtherOrder {
        SECOND,
        FIRST
    }

    @ParameterizedTest
    @ValueSource(classes = {Connection.class, Host.class, PeerId.class, Protocol.class})
    void shouldFindNoDifferenceOfAClassFromItself(Class<?> type) {
        assertThat(SignatureComparison.differences(type, type)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Abstract.class,
                OtherElement.class,
                Shorter.class,
                Longer.class,
                OtherKind.class
            })
    void shouldFindEveryDifference(Class<?> ours) {
        assertThat(SignatureComparison.differences(ours, Real.class)).isNotEmpty();
    }

    @Test
    void shouldFindConstantsInAnotherOrder() {
        assertThat(SignatureComparison.differences(OtherOrder.class, Two.class)).isNotEmpty();
    }
}
