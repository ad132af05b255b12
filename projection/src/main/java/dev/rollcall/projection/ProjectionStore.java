package dev.rollcall.projection;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.mongodb.client.model.Filters;
import org.bson.Document;
import reactor.core.publisher.Mono;

/**
 * Reads the active generation of the service's projections, with read concern majority
 * from the primary. Safe for several threads; does not block.
 */
public final class ProjectionStore {

	/** The field that only the document of a deleted key has: the deletion's version. */
	public static final String DELETED_AT_VERSION = KeyFold.DELETED_AT_VERSION;

	private final Map<String, Projection> projections;

	private final Generations generations;

	private final ProjectionDatabase database;

	ProjectionStore(Collection<Projection> projections, Generations generations, ProjectionDatabase database) {
		this.projections = projections.stream()
			.collect(Collectors.toUnmodifiableMap(Projection::name, Function.identity()));
		this.generations = generations;
		this.database = database;
	}

	/**
	 * Finds the document of a key.
	 * @return the document, which may be that of a deleted key
	 * ({@code deletedAtVersion}); empty if there is none; an error if the store does not
	 * answer within {@code
	 * rollcall.projection.apply-time-limit}
	 * @throws IllegalArgumentException if the service declares no such projection
	 */
	public Mono<Document> find(String projection, String key) {
		return generation(projection).flatMap((generation) -> findIn(generation.collection(), key));
	}

	/**
	 * Finds a document of a side collection.
	 * @param collection the side collection's name within the projection
	 * @return the document; empty if there is none; an error if the store does not answer
	 * within {@code rollcall.projection.apply-time-limit}
	 * @throws IllegalArgumentException if the service declares no such projection
	 */
	public Mono<Document> find(String projection, String collection, String id) {
		return generation(projection).flatMap((generation) -> findIn(generation.collection(collection), id));
	}

	private Mono<Generation> generation(String name) {
		Projection projection = this.projections.get(name);
		if (projection == null) {
			throw new IllegalArgumentException("No projection is called " + name);
		}
		return this.generations.active(projection);
	}

	private Mono<Document> findIn(String collection, String id) {
		return this.database.one(collection, (documents) -> documents.find(Filters.eq("_id", id)).first());
	}

}
