namespace DiffProb;

/// <summary>The channels between a front end and a kernel.</summary>
internal enum Channel
{
    /// <summary>Requests, one after the other.</summary>
    Shell,

    /// <summary>Requests that do not wait for a cell: interrupt and shutdown.</summary>
    Control,

    /// <summary>What the kernel asks of a person.</summary>
    Stdin,

    /// <summary>What all front ends see.</summary>
    IOPub,

    /// <summary>Bytes that come back, as long as the kernel lives.</summary>
    Heartbeat,
}
