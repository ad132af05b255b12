package dev.rollcall.projection;

import java.util.List;

/**
 * State that is folded from topics into its own collection, one document for each user,
 * and can be rebuilt from them at any time. Declare one as a bean; the library consumes.
 * <p>
 * The document: {@code { _id: key, <part>: {version, ...} for each part,
 * deletedAtVersion? }}. Each source topic sets only its own part, guarded by that part's
 * version; an older state never overwrites a newer one; a deleted key accepts nothing
 * more.
 */
public interface Projection {

	/**
	 * Returns the name, such as {@code accounts}; the collections are called {@code
	 * <name>-g<generation>}.
	 */
	String name();

	/**
	 * Returns the version of the documents' shape: 1, 2, 3 ... Another shape needs
	 * another version, and so a rebuild.
	 */
	int version();

	/** Returns the parts, one for each source topic. */
	List<ProjectionPart> parts();

	/** Returns the source topics of all parts. */
	default List<String> topics() {
		return parts().stream().map(ProjectionPart::topic).toList();
	}

}
