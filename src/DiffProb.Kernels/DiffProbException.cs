namespace DiffProb;

/// <summary>A mistake in a program, a plan or its data: the message says what is wrong, where, and what to do.</summary>
public class DiffProbException : Exception
{
    /// <summary>Exception with a message.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public DiffProbException(string message)
        : base(message)
    {
    }

    /// <summary>Exception with a message and its cause.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">Cause.</param>
    public DiffProbException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>Shapes that do not fit each other or the operation.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public sealed class ShapeException(string message) : DiffProbException(message);

/// <summary>The number of a tensor was asked for, but it depends on a site, a parameter or data and has none yet.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public sealed class SymbolicValueException(string message) : DiffProbException(message);

/// <summary>A derivative was asked for that does not exist or is not available.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public sealed class DerivativeException(string message) : DiffProbException(message);

/// <summary>A value outside the set where it must lie: a parameter, an observation, a binding.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public sealed class ValueException(string message) : DiffProbException(message);

/// <summary>A file of tensors that cannot be read or written: it is missing, broken, or of another kind.</summary>
public sealed class TensorFileException : DiffProbException
{
    /// <summary>Exception with a message.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public TensorFileException(string message)
        : base(message)
    {
    }

    /// <summary>Exception with a message and its cause.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">Cause.</param>
    public TensorFileException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
