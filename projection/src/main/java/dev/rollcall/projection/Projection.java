package dev.rollcall.projection;

import java.util.List;

/**
 * State that is folded from topics into a collection of its own, one document a user, and
 * can be built anew from them at any time. Declare one as a bean; the library consumes.
 * <p>
 * The document: {@code { _id: key, <part>: {version, ...} for each part,
 * deletedAtVersion? }}. Each source topic sets only its own part, under its own version's
 * guard; an older state never overwrites a newer one; a deleted key takes nothing more.
 */
public interface Projection {

	/**
	 * Returns the projection's name; its collections are called
	 * {@code <name>-g<generation>}.
	 * @return the name, such as {@code accounts}
	 */
	String name();

	/**
	 * Returns the version of the shape that the folds make.
	 * @return 1, 2, 3 ...; another shape needs another version, and so a rebuild
	 */
	int version();

	/**
	 * Returns the parts, one for each source topic.
	 * @return the parts
	 */
	List<ProjectionPart> parts();

	/**
	 * Returns the source topics of all parts.
	 * @return the topics' names
	 */
	default List<String> topics() {
		return parts().stream().map(ProjectionPart::topic).toList();
	}

}
