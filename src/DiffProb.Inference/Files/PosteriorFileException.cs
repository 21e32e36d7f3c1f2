namespace DiffProb;

/// <summary>A file of a posterior that cannot be read or written: it is missing, broken, or of another kind.</summary>
public sealed class PosteriorFileException : DiffProbException
{
    /// <summary>Exception with a message.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public PosteriorFileException(string message)
        : base(message)
    {
    }

    /// <summary>Exception with a message and its cause.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">Cause.</param>
    public PosteriorFileException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
