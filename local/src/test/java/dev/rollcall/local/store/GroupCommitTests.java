package dev.rollcall.local.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GroupCommitTests {

	private final AtomicInteger commits = new AtomicInteger();

	@Test
	void writeReturnsAfterACommit() {
		GroupCommit group = new GroupCommit(this.commits::incrementAndGet);
		assertThat(group.<Integer>write(this.commits::get)).isZero();
		assertThat(this.commits).hasValue(1);
	}

	@Test
	void readWithoutNewChangesNeedsNoCommit() {
		GroupCommit group = new GroupCommit(this.commits::incrementAndGet);
		group.write(() -> "written");
		assertThat(group.<String>read(() -> "seen")).isEqualTo("seen");
		assertThat(this.commits).hasValue(1);
	}

	@Test
	void commitWaitsForTheEndOfRunningWrites() throws Exception {
		List<String> order = new ArrayList<>();
		GroupCommit group = new GroupCommit(() -> order.add("commit"));
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		CompletableFuture<?> slow = CompletableFuture.runAsync(() -> group.write(() -> {
			inside.countDown();
			await(go);
			return order.add("slow write");
		}));
		inside.await();
		CompletableFuture<?> quick = CompletableFuture.runAsync(() -> group.write(() -> "quick"));
		go.countDown();
		CompletableFuture.allOf(slow, quick).get(30, TimeUnit.SECONDS);
		assertThat(order).startsWith("slow write", "commit");
	}

	@Test
	void readWaitsForTheCommitOfChangesItMayHaveRead() throws Exception {
		CountDownLatch committing = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		GroupCommit group = new GroupCommit(() -> {
			committing.countDown();
			await(go);
			this.commits.incrementAndGet();
		});
		CompletableFuture<?> write = CompletableFuture.runAsync(() -> group.write(() -> "written"));
		committing.await();
		CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> {
			group.read(() -> "seen");
			return this.commits.get();
		});
		go.countDown();
		write.get(30, TimeUnit.SECONDS);
		assertThat(read.get(30, TimeUnit.SECONDS)).isOne();
	}

	@Test
	void oneCommitServesEveryWriteThatEndedBeforeIt() throws Exception {
		CountDownLatch inside = new CountDownLatch(4);
		GroupCommit group = new GroupCommit(this.commits::incrementAndGet);
		CompletableFuture<?>[] writes = IntStream.range(0, 4)
			.mapToObj((number) -> CompletableFuture.runAsync(() -> group.write(() -> {
				inside.countDown();
				await(inside);
				return number;
			}), (task) -> new Thread(task).start()))
			.toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(writes).get(30, TimeUnit.SECONDS);
		assertThat(this.commits).hasValue(1);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
