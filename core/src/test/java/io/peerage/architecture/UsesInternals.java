/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.architecture;

import com.sun.management.ThreadMXBean;

/** Uses what not every JVM has; a fixture. */
abstract class UsesInternals {
    abstract ThreadMXBean threads();
}
