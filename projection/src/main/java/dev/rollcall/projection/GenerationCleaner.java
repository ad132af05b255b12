package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what no generation needs any more: generations that were kept long enough,
 * then the groups and the collections that {@code projections} does not name. It can be
 * repeated and interrupted anywhere: a generation is named before anything of it is made,
 * and numbers are never used again.
 */
final class GenerationCleaner {

	private static final Logger logger = LoggerFactory.getLogger(GenerationCleaner.class);

	private final ProjectionDatabase database;

	private final TopicOffsets offsets;

	private final String service;

	private final Duration keep;

	private final Clock clock;

	/** By group: since when one of another version was seen without members. */
	private final Map<String, Instant> idleSince = new ConcurrentHashMap<>();

	GenerationCleaner(ProjectionDatabase database, TopicOffsets offsets, String service, Duration keep, Clock clock) {
		this.database = database;
		this.offsets = offsets;
		this.service = service;
		this.keep = keep;
		this.clock = clock;
	}

	/**
	 * Cleans once.
	 * @param projection the projection
	 * @param generations its generations
	 * @return false where a group still had members, and has to be looked at again
	 */
	boolean clean(Projection projection, Generations generations) {
		expire(projection, generations);
		// What exists is looked at first: what is named meanwhile is then not taken away.
		List<String> collections = this.database.collections();
		Set<String> groups = this.offsets.groups();
		ProjectionState state = generations.state(projection).block();
		if (state == null) {
			return false;
		}
		collections.stream().filter((name) -> isLeft(projection.name(), name, state)).forEach((name) -> {
			this.database.drop(name);
			logger.info("The collection {} is dropped", name);
		});
		String prefix = this.service + "-" + projection.name();
		List<String> left = groups.stream().filter((name) -> isLeft(prefix, name, state)).toList();
		List<String> deleted = left.stream().filter(this.offsets::delete).toList();
		deleted.forEach((name) -> logger.info("The consumer group {} is deleted", name));
		// Who still wrote there while it was given up may have made it anew.
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

	/** Another version is not needed once this one serves and nobody runs that. */
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

	/** Whether it is of a generation that was given up. */
	private static boolean isLeft(String prefix, String name, ProjectionState state) {
		Matcher matcher = Pattern.compile(Pattern.quote(prefix) + "-g([0-9]{1,9})(-.+)?").matcher(name);
		return matcher.matches() && state.find(Integer.parseInt(matcher.group(1))).isEmpty();
	}

}
