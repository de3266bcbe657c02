"""The second engine: OR-Tools' routing library, which knows breaks, locks and soft windows."""
