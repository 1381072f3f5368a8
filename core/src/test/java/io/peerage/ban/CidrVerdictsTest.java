/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.config.ConfigException;
import io.peerage.model.CidrVerdict;
import io.peerage.model.IpAddress;
import io.peerage.testing.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrVerdictsTest {
    private static final CidrRules NESTED =
            new CidrRules(
                    blocks("10.1.0.0/16", "10.1.2.3", "2001:db8:1::/48"),
                    blocks(
                            "10.0.0.0/8",
                            "10.1.2.0/24",
                            "255.255.255.255",
                            "2001:db8::/32",
                            "ffff::/16"));

    private static List<Cidr> blocks(String... texts) {
        return Stream.of(texts).map(Cidr::parse).toList();
    }

    private static CidrVerdict verdict(CidrVerdicts verdicts, String address) {
        IpAddress ip = IpAddress.parse(address);
        return verdicts.verdict(ip.hi(), ip.lo());
    }

    @ParameterizedTest
    @CsvSource({
        "9.255.255.255, NONE",
        "10.0.0.0, DENY",
        "10.0.255.255, DENY",
        "10.1.0.0, ALLOW",
        "10.1.1.255, ALLOW",
        "10.1.2.0, DENY",
        "10.1.2.2, DENY",
        "10.1.2.3, ALLOW",
        "10.1.2.4, DENY",
        "10.1.2.255, DENY",
        "10.1.3.0, ALLOW",
        "10.2.0.0, DENY",
        "10.255.255.255, DENY",
        "11.0.0.0, NONE",
        "0.0.0.0, NONE",
        "255.255.255.255, DENY",
        "255.255.255.254, NONE",
        "2001:db8::1, DENY",
        "2001:db8:1::, ALLOW",
        "2001:db8:1:ffff:ffff:ffff:ffff:ffff, ALLOW",
        "2001:db8:2::, DENY",
        "2001:db9::, NONE",
        "ffff::1, DENY",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, DENY",
        "fffe::1, NONE",
    })
    void b9_theNarrowestBlockDecides(String address, CidrVerdict expected) {
        assertThat(verdict(new CidrVerdicts(NESTED), address)).isEqualTo(expected);
    }

    @Test
    void b9_wholeSpacesAndNoAddress() {
        CidrVerdicts all = new CidrVerdicts(new CidrRules(blocks("0.0.0.0/0"), blocks("::/0")));
        assertThat(verdict(all, "0.0.0.0")).isEqualTo(CidrVerdict.ALLOW);
        assertThat(verdict(all, "255.255.255.255")).isEqualTo(CidrVerdict.ALLOW);
        assertThat(verdict(all, "::1")).isEqualTo(CidrVerdict.DENY);
        assertThat(verdict(all, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))
                .isEqualTo(CidrVerdict.DENY);
        assertThat(all.verdict(0, 0)).as("no address is in no block").isEqualTo(CidrVerdict.NONE);
        assertThat(verdict(CidrVerdicts.EMPTY, "1.2.3.4")).isEqualTo(CidrVerdict.NONE);
        assertThat(verdict(CidrVerdicts.EMPTY, "::2")).isEqualTo(CidrVerdict.NONE);
    }

    /** Against a scan for the longest prefix, over blocks that are often nested and addresses that are often at their edges. */
    @Property(tries = 500)
    void b9_likeANaiveScan(@ForAll long seed, @ForAll @IntRange(max = 60) int size) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Cidr> allow = new ArrayList<>();
        List<Cidr> deny = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Cidr block = block(random);
            boolean known = allow.contains(block) || deny.contains(block);
            if (!known || random.nextInt(4) == 0) {
                (random.nextBoolean() ? allow : deny).add(block);
            }
        }
        CidrVerdicts verdicts = new CidrVerdicts(new CidrRules(allow, deny));
        for (int i = 0; i < 200; i++) {
            IpAddress address = address(random);
            assertSame(verdicts, allow, deny, address.hi(), address.lo());
        }
        Stream.concat(allow.stream(), deny.stream())
                .forEach(
                        block -> {
                            assertSame(verdicts, allow, deny, block.hi(), block.lo());
                            assertSame(verdicts, allow, deny, block.hi(), block.lo() - 1);
                            long end = block.bits() > 64 ? -1L >>> block.bits() - 64 : -1L;
                            long last = block.bits() == 128 ? block.lo() : block.lo() | end;
                            assertSame(verdicts, allow, deny, block.hi(), last);
                            assertSame(verdicts, allow, deny, block.hi(), last + 1);
                        });
    }

    private static void assertSame(
            CidrVerdicts verdicts, List<Cidr> allow, List<Cidr> deny, long hi, long lo) {
        assertThat(verdicts.verdict(hi, lo))
                .as("%s, allowed %s, denied %s", new IpAddress(hi, lo), allow, deny)
                .isEqualTo(naive(allow, deny, hi, lo));
    }

    private static CidrVerdict naive(List<Cidr> allow, List<Cidr> deny, long hi, long lo) {
        int allowed = longest(allow, hi, lo);
        int denied = longest(deny, hi, lo);
        if (Math.max(allowed, denied) < 0) {
            return CidrVerdict.NONE;
        }
        return denied >= allowed ? CidrVerdict.DENY : CidrVerdict.ALLOW;
    }

    private static int longest(List<Cidr> blocks, long hi, long lo) {
        return blocks.stream()
                .filter(block -> block.contains(hi, lo))
                .mapToInt(Cidr::bits)
                .max()
                .orElse(-1);
    }

    private static Cidr block(SplittableRandom random) {
        IpAddress address = address(random);
        int bits =
                switch (random.nextInt(6)) {
                    case 0 -> random.nextInt(129);
                    case 1 -> 128;
                    case 2 -> random.nextInt(4);
                    default -> address.isV4() ? 96 + random.nextInt(33) : 16 + random.nextInt(113);
                };
        return new Cidr(address.hi(), address.lo(), bits);
    }

    // Few bits vary, so that blocks meet.
    private static IpAddress address(SplittableRandom random) {
        long some = random.nextLong();
        long few = some & random.nextLong(-1L >>> random.nextInt(1, 60));
        return switch (random.nextInt(4)) {
            case 0 -> new IpAddress(0, 0xffffL << 32 | few & 0xffff_ffffL);
            case 1 -> new IpAddress(0, 0xffffL << 32 | ~few & 0xffff_ffffL);
            case 2 -> new IpAddress(0x2001_0db8L << 32 | few & 0xf00f, random.nextLong() & few);
            default -> new IpAddress(few, few >> 7);
        };
    }

    @Test
    void b9_manyBlocksNeedAtMostTwoPointsEach() {
        SplittableRandom random = new SplittableRandom(5);
        List<Cidr> deny = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            deny.add(new Cidr(0, 0xffffL << 32 | random.nextLong() & 0xffff_ffffL, 120));
        }
        CidrVerdicts verdicts = new CidrVerdicts(new CidrRules(List.of(), deny));
        assertThat(verdicts.points()).isBetween(30_000, 40_001);
        assertThat(deny)
                .allMatch(block -> verdicts.verdict(block.hi(), block.lo()) == CidrVerdict.DENY);
        assertThat(verdicts.bytes()).isLessThan(1_300_000);
    }

    @Test
    void b9_contradictionsAreNamedAndTheListsInForceStay() {
        CidrRules wrong =
                new CidrRules(
                        blocks("10.0.0.0/8", "2001:db8::/32", "1.2.3.4"),
                        blocks("2001:db8::/32", "10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/9"));
        assertThat(wrong.problems())
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("10.0.0.0/8 is both allowed and denied"))
                .anyMatch(problem -> problem.startsWith("2001:db8:0:0:0:0:0:0/32 is both"));
        assertThat(NESTED.problems()).isEmpty();
        CidrList list = new CidrList(NESTED);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> list.replace(wrong))
                .withMessageContaining("take it out of one list");
        IpAddress ip = IpAddress.parse("10.1.2.3");
        assertThat(list.verdict(ip.hi(), ip.lo())).isEqualTo(CidrVerdict.ALLOW);
        list.replace(CidrRules.NONE);
        assertThat(list.verdict(ip.hi(), ip.lo())).isEqualTo(CidrVerdict.NONE);
        assertThat(new CidrVerdicts(wrong).verdict(ip.hi(), ip.lo()))
                .as("built all the same, denials count")
                .isEqualTo(CidrVerdict.DENY);
    }

    /** While lists are replaced, each lookup sees one of them as a whole. */
    @Test
    void b9_listsAreReplacedAsAWhole() {
        Cidr wide = Cidr.parse("10.0.0.0/8");
        Cidr narrow = Cidr.parse("10.0.0.0/16");
        CidrRules one = new CidrRules(List.of(wide), List.of(narrow));
        CidrRules other = new CidrRules(List.of(narrow), List.of(wide));
        Race.rounds(
                40,
                (race, random) -> {
                    CidrList list = new CidrList(one);
                    race.run(
                            List.of(
                                    () -> {
                                        for (int i = 0; i < 50; i++) {
                                            list.replace(i % 2 == 0 ? other : one);
                                        }
                                    },
                                    () -> {
                                        for (int i = 0; i < 2_000; i++) {
                                            assertThat(list.verdict(narrow.hi(), narrow.lo()))
                                                    .isNotEqualTo(CidrVerdict.NONE);
                                        }
                                    }));
                    assertThat(list.verdict(narrow.hi(), narrow.lo())).isEqualTo(CidrVerdict.DENY);
                });
    }
}
