using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Llm.Local;

/// <summary>Runs a model in ONNX's format that turns the tokens of texts into a vector for each token.</summary>
/// <remarks>Thread-safe; runs wait for each other, because one uses all processors.</remarks>
internal sealed class Encoder : IDisposable
{
    /// <summary>
    /// The most tokens of one run, its padding included. More would need more memory, and are not faster from about 1,000.
    /// </summary>
    private const int MostTokens = 4096;

    private static readonly string[] Inputs = ["input_ids", "attention_mask", "token_type_ids"];

    private readonly InferenceSession session;
    private readonly Lock turn = new();

    /// <param name="path">The file of the model.</param>
    /// <param name="threads">The threads of one run; 0 for one for each core.</param>
    /// <exception cref="LlmException">The file is missing or damaged.</exception>
    public Encoder(string path, int threads)
    {
        // The level of optimisation is part of what a vector is: others differ in the seventh digit.
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = threads,
            // The memory of every shape that was ever run would be planned and kept, and texts have many.
            EnableMemoryPattern = false,
        };
        try
        {
            session = new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException ex)
        {
            throw new LlmException($"The model {path} cannot be read. Install it again: llm install --force-reinstall Llm.Local", ex);
        }
    }

    /// <summary>The normalised vectors of texts, in the order of the texts.</summary>
    /// <param name="texts">The token ids of each text.</param>
    /// <param name="pooling">How a text's vector is made.</param>
    /// <param name="cancellationToken">Ends the work, also in the middle of a run.</param>
    public ReadOnlyMemory<float>[] Encode(IReadOnlyList<int[]> texts, Pooling pooling, CancellationToken cancellationToken)
    {
        var vectors = new ReadOnlyMemory<float>[texts.Count];
        // A run takes as long as its longest text makes all of them, so texts of like length go together.
        var order = Enumerable.Range(0, texts.Count).OrderBy(index => texts[index].Length).ToArray();
        for (var from = 0; from < order.Length;)
        {
            var to = from + 1;
            while (to < order.Length && (to + 1 - from) * texts[order[to]].Length <= MostTokens) to++;
            Run(texts, order.AsSpan(from, to - from), pooling, vectors, cancellationToken);
            from = to;
        }

        return vectors;
    }

    public void Dispose() => session.Dispose();

    private void Run(
        IReadOnlyList<int[]> texts, ReadOnlySpan<int> batch, Pooling pooling, ReadOnlyMemory<float>[] vectors,
        CancellationToken cancellationToken)
    {
        var width = texts[batch[^1]].Length;
        long[] shape = [batch.Length, width];
        long[] ids = new long[batch.Length * width], mask = new long[ids.Length], types = new long[ids.Length];
        for (var row = 0; row < batch.Length; row++)
        {
            var tokens = texts[batch[row]];
            for (var i = 0; i < tokens.Length; i++) ids[(row * width) + i] = tokens[i];
            mask.AsSpan(row * width, tokens.Length).Fill(1);
        }

        using var first = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var second = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using var third = OrtValue.CreateTensorValueFromMemory(types, shape);
        using var results = RunSession([first, second, third], cancellationToken);
        var output = results[0].GetTensorDataAsSpan<float>();
        var size = output.Length / ids.Length;
        for (var row = 0; row < batch.Length; row++)
        {
            var length = texts[batch[row]].Length;
            vectors[batch[row]] = Pool(output.Slice(row * width * size, length * size), size, pooling);
        }
    }

    private IDisposableReadOnlyCollection<OrtValue> RunSession(OrtValue[] inputs, CancellationToken cancellationToken)
    {
        lock (turn)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var options = new RunOptions();
            using var registration = cancellationToken.Register(() => options.Terminate = true);
            try
            {
                return session.Run(options, Inputs, inputs, session.OutputNames);
            }
            catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    /// <param name="tokens">The vectors of a text's tokens, one after the other, without those of the padding.</param>
    /// <param name="size">The numbers of a vector.</param>
    /// <param name="pooling">How they become one.</param>
    private static float[] Pool(ReadOnlySpan<float> tokens, int size, Pooling pooling)
    {
        var vector = tokens[..size].ToArray();
        if (pooling == Pooling.Mean)
        {
            // The number of tokens makes no difference once the length is 1.
            for (var i = size; i < tokens.Length; i += size) TensorPrimitives.Add(vector, tokens.Slice(i, size), vector);
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
