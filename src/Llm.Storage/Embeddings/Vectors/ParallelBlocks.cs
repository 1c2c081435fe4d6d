namespace Llm.Storage.Embeddings.Vectors;

/// <summary>Divides work among the processors. Unlike <see cref="Parallel"/>, it adds nothing to a native program.</summary>
internal static class ParallelBlocks
{
    /// <summary>Does the work for each block, in any order; the calling thread takes part.</summary>
    /// <param name="blocks">The number of blocks.</param>
    /// <param name="work">Does a block. It is called on several threads at once.</param>
    /// <param name="cancellationToken">Stops after the blocks that have begun.</param>
    public static void Run(int blocks, Action<int> work, CancellationToken cancellationToken)
    {
        var next = -1;
        void Work()
        {
            int block;
            while (!cancellationToken.IsCancellationRequested && (block = Interlocked.Increment(ref next)) < blocks) work(block);
        }

        var others = new Task[Math.Min(Environment.ProcessorCount, blocks) - 1];
        for (var i = 0; i < others.Length; i++) others[i] = Task.Run(Work, CancellationToken.None);
        try
        {
            Work();
        }
        finally
        {
            // Not cancelled: the work may use memory that the caller frees.
            Task.WaitAll(others, CancellationToken.None);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
