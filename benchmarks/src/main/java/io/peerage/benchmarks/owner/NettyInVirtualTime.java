/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.owner;

import io.netty.util.HashedWheelTimer;
import io.netty.util.TimerTask;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Netty's wheel, whose thread is held in a timer of ours while we go from bucket to bucket in its stead, by what its own loop
 * calls and as fast as we can: it reads the system's clock and knows no other.
 *
 * <p>One thread, and the wheel's, which waits.
 */
final class NettyInVirtualTime {
    private static final MethodHandle EXPIRE = expire();

    private final HashedWheelTimer timer;
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final long tickNanos;
    private final Object[] wheel;
    private long tick;

    /** Schedules all, and waits until the wheel's thread has filed them. */
    NettyInVirtualTime(long tickNanos, int buckets, long[] delays, TimerTask task)
            throws InterruptedException, ReflectiveOperationException {
        this.tickNanos = tickNanos;
        timer =
                new HashedWheelTimer(
                        run -> new Thread(run, "netty"), tickNanos, TimeUnit.NANOSECONDS, buckets);
        for (long delay : delays) {
            timer.newTimeout(task, delay, TimeUnit.NANOSECONDS);
        }
        CountDownLatch held = new CountDownLatch(1);
        timer.newTimeout(
                timeout -> {
                    held.countDown();
                    release.await();
                    released.countDown();
                },
                1,
                TimeUnit.NANOSECONDS);
        held.await();
        wheel = (Object[]) read(timer, "wheel");
        // The tick in which its thread is held is its own.
        tick = (long) read(read(timer, "worker"), "tick") + 1;
    }

    private static MethodHandle expire() {
        try {
            Class<?> bucket = Class.forName("io.netty.util.HashedWheelTimer$HashedWheelBucket");
            Method expire = bucket.getMethod("expireTimeouts", long.class);
            expire.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflect(expire)
                    .asType(MethodType.methodType(void.class, Object.class, long.class));
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(
                    "Netty's wheel is not the one that we know how to drive", changed);
        }
    }

    private static Object read(Object object, String name) throws ReflectiveOperationException {
        Field field = object.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(object);
    }

    /** Goes on to a time since the wheel's start. */
    void advance(long nanos) throws Throwable {
        for (; (tick + 1) * tickNanos <= nanos; tick++) {
            EXPIRE.invokeExact(wheel[(int) tick & wheel.length - 1], (tick + 1) * tickNanos);
        }
    }

    void stop() throws InterruptedException {
        release.countDown();
        // Stopping interrupts the thread, which must not meet it while it is held.
        released.await();
        timer.stop();
    }
}
