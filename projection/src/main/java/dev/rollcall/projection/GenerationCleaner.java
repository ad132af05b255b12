package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.rollcall.verification.ErrorBoundary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes unused generations that were kept long enough, then the groups and collections
 * that {@code projections} does not name. It can be interrupted anywhere and repeated: a
 * generation is named before anything of it is created, and numbers are never used again.
 */
final class GenerationCleaner {

	private static final Logger logger = LoggerFactory.getLogger(GenerationCleaner.class);

	private static final Duration INTERVAL = Duration.ofMillis(500);

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final Duration RARELY = Duration.ofMinutes(10);

	private final ProjectionDatabase database;

	private final TopicOffsets offsets;

	private final String service;

	private final Duration keep;

	private final Clock clock;

	/** By group of another version: since when it has had no members. */
	private final Map<String, Instant> idleSince = new ConcurrentHashMap<>();

	GenerationCleaner(ProjectionDatabase database, TopicOffsets offsets, String service, Duration keep, Clock clock) {
		this.database = database;
		this.offsets = offsets;
		this.service = service;
		this.keep = keep;
		this.clock = clock;
	}

	/**
	 * Cleans until the end: when the running generations have changed, again soon while
	 * something is left, and rarely otherwise.
	 */
	void run(Projection projection, Generations generations, Supplier<Set<Integer>> running, CountDownLatch end) {
		Set<Integer> cleaned = Set.of();
		long due = System.nanoTime();
		try {
			while (!end.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
				Set<Integer> now = Set.copyOf(running.get());
				if (System.nanoTime() - due >= 0 || !now.equals(cleaned)) {
					due = System.nanoTime() + (isClean(projection, generations) ? RARELY : SOON).toNanos();
					cleaned = now;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean isClean(Projection projection, Generations generations) {
		try {
			AtomicBoolean clean = new AtomicBoolean();
			ErrorBoundary.run(() -> clean.set(clean(projection, generations)));
			return clean.get();
		}
		catch (RuntimeException ex) {
			logger.debug("Unused generations of projection {} cannot be removed now", projection.name(), ex);
			return false;
		}
	}

	/** Returns false if a group still had members, so that it must be cleaned again. */
	private boolean clean(Projection projection, Generations generations) {
		expire(projection, generations);
		// Listed before the generations are read, so that nothing new is removed.
		List<String> collections = this.database.collections();
		Set<String> groups = this.offsets.groups();
		ProjectionState state = generations.state(projection).block();
		if (state == null) {
			return false;
		}
		collections.stream().filter((name) -> isLeft(projection.name(), name, state)).forEach((name) -> {
			this.database.drop(name);
			logger.info("Dropped the unused collection {}", name);
		});
		String prefix = this.service + "-" + projection.name();
		List<String> left = groups.stream().filter((name) -> isLeft(prefix, name, state)).toList();
		List<String> deleted = left.stream().filter(this.offsets::delete).toList();
		deleted.forEach((name) -> logger.info("Deleted the unused consumer group {}", name));
		// A consumer that was still writing may have created them again.
		return left.isEmpty();
	}

	private void expire(Projection projection, Generations generations) {
		Instant before = this.clock.instant().minus(this.keep);
		generations.drop(projection, (generation) -> {
			if (generation.version() != projection.version()) {
				return isCaughtUp(projection, generations) && idle(generation.group()).isBefore(before);
			}
			Date former = generation.formerSince();
			return former != null && former.toInstant().isBefore(before);
		});
	}

	/** Other versions are unused once this one is active and no instance runs them. */
	private static boolean isCaughtUp(Projection projection, Generations generations) {
		Generation active = generations.active(projection).block();
		return active != null && active.caughtUp();
	}

	private Instant idle(String group) {
		if (this.offsets.hasMembers(group)) {
			this.idleSince.remove(group);
			return Instant.MAX;
		}
		return this.idleSince.computeIfAbsent(group, (name) -> this.clock.instant());
	}

	/** Whether a group or collection belongs to a generation that was removed. */
	private static boolean isLeft(String prefix, String name, ProjectionState state) {
		Matcher matcher = Pattern.compile(Pattern.quote(prefix) + "-g([0-9]{1,9})(-.+)?").matcher(name);
		return matcher.matches() && state.find(Integer.parseInt(matcher.group(1))).isEmpty();
	}

}
