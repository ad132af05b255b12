package dev.rollcall.acceptance.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The client's record of its operations, one line of JSON each. A line is on disk before
 * the operation counts. Lines that wait at the same time share one write.
 */
public final class Ledger implements AutoCloseable {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final BlockingQueue<Line> waiting = new LinkedBlockingQueue<>();

	private final Path file;

	private final FileChannel channel;

	private final Thread writer = new Thread(this::write, "ledger");

	private volatile boolean closed;

	/**
	 * Opens a ledger.
	 * @param file the file; lines are appended to it
	 */
	public Ledger(Path file) {
		this.file = file;
		try {
			Files.createDirectories(file.getParent());
			this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.writer.setDaemon(true);
		this.writer.start();
	}

	/**
	 * Appends an operation and waits until it is on disk.
	 * @param operation the operation
	 */
	public void append(Operation operation) {
		try {
			byte[] text = (JSON.writeValueAsString(operation) + "\n").getBytes(StandardCharsets.UTF_8);
			Line line = new Line(ByteBuffer.wrap(text), new CompletableFuture<>());
			this.waiting.add(line);
			line.durable().join();
		}
		catch (JsonProcessingException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads all lines, in order.
	 */
	public List<Operation> read() {
		try {
			List<Operation> operations = new ArrayList<>();
			for (String line : Files.readAllLines(this.file)) {
				operations.add(JSON.readValue(line, Operation.class));
			}
			return operations;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void write() {
		try {
			while (!this.closed) {
				List<Line> lines = new ArrayList<>(List.of(this.waiting.take()));
				this.waiting.drainTo(lines);
				for (Line line : lines) {
					this.channel.write(line.text());
				}
				this.channel.force(false);
				lines.forEach((line) -> line.durable().complete(null));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.writer.interrupt();
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Line(ByteBuffer text, CompletableFuture<Void> durable) {

	}

}
