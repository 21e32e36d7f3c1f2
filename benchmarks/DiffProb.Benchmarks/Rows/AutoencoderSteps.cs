using BenchmarkDotNet.Attributes;

namespace DiffProb;

/// <summary>A training step of a variational autoencoder.</summary>
public class AutoencoderSteps : ProgramSteps
{
    /// <summary>Images.</summary>
    [Params(128)]
    public int Batch { get; set; }

    /// <summary>Compiles the program.</summary>
    [GlobalSetup]
    public void Prepare() => Start(Autoencoder.Elbo(Batch), 1, Optimizer.Adam(1e-3));
}
